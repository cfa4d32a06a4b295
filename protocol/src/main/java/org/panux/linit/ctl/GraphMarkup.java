package org.panux.linit.ctl;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Text;

/** A graph for programs that draw: as Graphviz and Mermaid read it. */
final class GraphMarkup {
  private static final int LONGEST_REASON = 60;

  private GraphMarkup() {}

  static void dot(PrintStream out, GraphView graph) {
    out.println("digraph linit {");
    out.println("  rankdir=LR;");
    out.println("  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];");
    for (ServiceView view : graph.services()) {
      out.println(
          "  "
              + quoted(view.name())
              + " [label="
              + quoted(view.name() + "\n" + label(view))
              + ", fillcolor=\""
              + fill(view.state())
              + "\"];");
    }
    for (GraphView.Edge edge : graph.edges()) {
      String style =
          switch (edge.kind()) {
            case "want" -> " [label=\"want\", style=dashed]";
            case "after" -> " [label=\"after\", style=dotted]";
            default -> "";
          };
      out.println("  " + quoted(edge.from()) + " -> " + quoted(edge.to()) + style + ";");
    }
    out.println("}");
  }

  /** A string of Graphviz, in which a line feed is one, and nothing else has a meaning. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        // Graphviz would read an entity of HTML.
        case '&' -> quoted.append("&amp;");
        default -> quoted.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return quoted.append('"').toString();
  }

  static void mermaid(PrintStream out, GraphView graph) {
    Map<String, String> ids = new HashMap<>();
    out.println("flowchart LR");
    for (ServiceView view : graph.services()) {
      String id = "s" + ids.size();
      ids.put(view.name(), id);
      out.println(
          "  "
              + id
              + "[\""
              + entities(view.name())
              + "<br>"
              + entities(label(view))
              + "\"]:::"
              + view.state().word());
    }
    for (GraphView.Edge edge : graph.edges()) {
      if (ids.containsKey(edge.from()) && ids.containsKey(edge.to())) {
        String arrow =
            switch (edge.kind()) {
              case "want" -> " -.->|want| ";
              case "after" -> " -.->|after| ";
              default -> " --> ";
            };
        out.println("  " + ids.get(edge.from()) + arrow + ids.get(edge.to()));
      }
    }
    for (ServiceState state : ServiceState.values()) {
      out.println("  classDef " + state.word() + " fill:" + fill(state) + ",color:#1f2328");
    }
  }

  /** Letters and digits as they are, everything else by its number. */
  private static String entities(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_' || c == '.') {
                safe.appendCodePoint(c);
              } else {
                safe.append('#').append(c).append(';');
              }
            });
    return safe.toString();
  }

  private static String label(ServiceView view) {
    return view.state().word()
        + (view.reason().isEmpty() ? "" : ": " + Text.clip(view.reason(), LONGEST_REASON));
  }

  private static String fill(ServiceState state) {
    return switch (state) {
      case RUNNING -> "#d5eeda";
      case FAILED -> "#ffd7d5";
      case STARTING, STOPPING -> "#fff1c2";
      case NULL, STOPPED -> "#eaeef2";
    };
  }
}
