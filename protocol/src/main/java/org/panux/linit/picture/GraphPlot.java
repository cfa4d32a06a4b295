package org.panux.linit.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceView;

/**
 * The dependencies as an SVG picture: whoever needs something stands left of it. The target, which
 * asks for nearly everything, is not drawn; whatever it asks for has a mark.
 */
final class GraphPlot {
  /** Beyond that nobody could read it. */
  private static final int MOST_NODES = 1000;

  private static final int MOST_EDGES = 5000;
  private static final int FONT = 12;
  private static final int NODE = 22;
  private static final int SPACING = 30;
  private static final int BEND = 12;
  private static final int GAP = 72;
  private static final int SIDE = 16;
  private static final int WIDEST = 1180;

  private final String target;
  private final Set<String> critical;
  private final Set<String> enabled;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, ServiceView> views = new LinkedHashMap<>();
  private final List<GraphView.Edge> edges = new ArrayList<>();

  /** How far to the right those without an edge reach. */
  private double aloneRight;

  private GraphPlot(GraphView graph, String target, Set<String> critical) {
    this.target = target;
    this.critical = critical;
    this.enabled = graph.needs(target);
    graph.services().stream()
        .filter(view -> !view.name().equals(target))
        .forEach(view -> views.put(view.name(), view));
    Set<String> seen = new HashSet<>();
    for (GraphView.Edge edge : graph.edges()) {
      if (views.containsKey(edge.from())
          && views.containsKey(edge.to())
          && !edge.from().equals(edge.to())
          && seen.add(edge.from() + " " + edge.to())) {
        edges.add(edge);
      }
    }
  }

  /** Whether a picture of {@code graph} could be read. */
  static boolean fits(GraphView graph) {
    return graph.services().size() <= MOST_NODES && graph.edges().size() <= MOST_EDGES;
  }

  /** The picture as a part of a page; {@code critical} are edges {@code A B}. */
  static String part(GraphView graph, String target, Set<String> critical) {
    return new GraphPlot(graph, target, critical).draw();
  }

  private String draw() {
    Set<String> joined = new LinkedHashSet<>();
    edges.forEach(
        edge -> {
          joined.add(edge.from());
          joined.add(edge.to());
        });
    List<String> names = views.keySet().stream().filter(joined::contains).toList();
    List<String> alone = views.keySet().stream().filter(it -> !joined.contains(it)).toList();
    Map<String, Integer> index = new HashMap<>();
    names.forEach(name -> index.put(name, index.size()));
    Layers layers =
        new Layers(
            names.size(),
            edges.stream()
                .map(edge -> new Layers.Edge(index.get(edge.from()), index.get(edge.to())))
                .toList(),
            SPACING,
            BEND);
    double height = layers.settle() + SIDE;
    double[] widths = new double[layers.count()];
    for (String name : names) {
      int layer = layers.layer(index.get(name));
      widths[layer] = Math.max(widths[layer], width(name));
    }
    double[] lefts = new double[layers.count() + 1];
    lefts[0] = SIDE;
    for (int i = 0; i < widths.length; i++) {
      lefts[i + 1] = lefts[i] + widths[i] + GAP;
    }
    for (int i = 0; i < edges.size(); i++) {
      edge(edges.get(i), layers.route(i), lefts, widths);
    }
    for (String name : names) {
      int node = index.get(name);
      node(name, lefts[layers.layer(node)], SIDE / 2.0 + layers.y(node));
    }
    double right = Math.max(lefts[widths.length] - GAP, WIDEST / 2.0);
    height = alone(alone, height, Math.max(right, WIDEST));
    right = Math.max(right, aloneRight);
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 %.0f %.0f\""
                + " width=\"%.0f\" height=\"%.0f\" role=\"img\">\n"
                + "<title>Dependencies</title>\n<defs>%s%s</defs>\n",
            right + SIDE,
            height + SIDE,
            right + SIDE,
            height + SIDE,
            tip("edge-tip"),
            tip("critical-tip"))
        + out
        + "</svg>\n";
  }

  /** Those without an edge, in rows below the others. */
  private double alone(List<String> names, double top, double right) {
    if (names.isEmpty()) {
      return top;
    }
    double x = SIDE;
    double y = top + NODE;
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"aside\" x=\"%d\" y=\"%.1f\">on their own</text>\n",
            SIDE,
            y + 4));
    y += SPACING;
    for (String name : names) {
      if (x + width(name) > right && x > SIDE) {
        x = SIDE;
        y += SPACING;
      }
      node(name, x, y);
      x += width(name) + 14;
      aloneRight = Math.max(aloneRight, x);
    }
    return y + NODE;
  }

  private static String tip(String id) {
    return "<marker id=\""
        + id
        + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\""
        + " markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>";
  }

  private static double width(String name) {
    return Math.ceil(name.length() * FONT * Style.GLYPH) + 30;
  }

  private void node(String name, double x, double y) {
    ServiceView view = views.get(name);
    out.append(
        String.format(
            Locale.ROOT,
            "<g class=\"node %s%s\" data-name=\"%s\"><title>%s</title>"
                + "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"5\"/>"
                + "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>"
                + "<text x=\"%.1f\" y=\"%.1f\">%s</text></g>\n",
            view.state().word(),
            enabled.contains(name) ? " enabled" : "",
            Xml.text(name),
            Xml.text(
                name
                    + ": "
                    + view.state().word()
                    + (view.reason().isEmpty() ? "" : ", " + view.reason())
                    + (enabled.contains(name) ? "; " + target + " asks for it" : "")),
            x,
            y - NODE / 2.0,
            width(name),
            NODE,
            x + 12,
            y,
            x + 21,
            y + 4.2,
            Xml.text(name)));
  }

  private void edge(GraphView.Edge edge, List<double[]> route, double[] lefts, double[] widths) {
    boolean back = route.get(0)[0] > route.get(1)[0];
    double own = width(edge.from());
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < route.size(); i++) {
      int layer = (int) route.get(i)[0];
      double y = SIDE / 2.0 + route.get(i)[1];
      double end = i == route.size() - 1 ? width(edge.to()) : widths[layer];
      double in = lefts[layer] + (back ? end : 0);
      double leave = lefts[layer] + (back ? 0 : i == 0 ? own : widths[layer]);
      if (i == 0) {
        path.append(String.format(Locale.ROOT, "M%.1f %.1f", leave, y));
        if (!back && widths[layer] > own) {
          path.append(String.format(Locale.ROOT, "H%.1f", lefts[layer] + widths[layer]));
        }
        continue;
      }
      int last = (int) route.get(i - 1)[0];
      double from = back ? lefts[last] : lefts[last] + widths[last];
      double bend = (from + in) / 2;
      path.append(
          String.format(
              Locale.ROOT,
              "C%.1f %.1f %.1f %.1f %.1f %.1f",
              bend,
              SIDE / 2.0 + route.get(i - 1)[1],
              bend,
              y,
              in,
              y));
      if (i < route.size() - 1) {
        path.append(String.format(Locale.ROOT, "H%.1f", leave));
      }
    }
    boolean onPath = critical.contains(edge.from() + " " + edge.to());
    out.append(
        String.format(
            Locale.ROOT,
            "<path class=\"edge %s%s\" data-from=\"%s\" data-to=\"%s\" d=\"%s\""
                + " marker-end=\"url(#%s)\"/>\n",
            Xml.text(edge.kind()),
            onPath ? " critical" : "",
            Xml.text(edge.from()),
            Xml.text(edge.to()),
            path,
            onPath ? "critical-tip" : "edge-tip"));
  }
}
