package org.panux.linit.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lines over two logarithmic axes as SVG: a panel beside the other, and a legend below. */
public final class Plot {
  /** One line: its name, and y by x. */
  public record Line(String name, Map<Integer, Double> points) {}

  /** One coordinate system. */
  public record Panel(String title, List<Line> lines) {}

  private static final int PANEL = 300;
  private static final int HEIGHT = 300;
  private static final int LEFT = 58;
  private static final int TOP = 58;
  private static final int GAP = 20;
  private static final int ROW = 22;
  private static final int PER_ROW = 3;
  private static final int STYLES = 10;
  private static final String STYLE =
      """
      <style>
      text{font:13px sans-serif;fill:#24292f}.h{font-weight:bold}.n{font-size:11px;fill:#57606a}
      .bg{fill:#fff}.g{stroke:#d0d7de}.f{stroke:#8c959f;fill:none}
      .l{fill:none;stroke-width:2}.l0{stroke-width:4}
      .c0{stroke:#cf222e}.c1{stroke:#24292f}.c2{stroke:#6e7781}.c3{stroke:#0969da}.c4{stroke:#1a7f37}
      .c5{stroke:#8250df}.c6{stroke:#bc4c00}.c7{stroke:#bf3989}.c8{stroke:#0e7490}.c9{stroke:#7d6608}
      circle{fill:#fff;stroke-width:2}
      @media (prefers-color-scheme:dark){
      text{fill:#e6edf3}.n{fill:#9198a1}.bg,circle{fill:#0d1117}.g{stroke:#30363d}.f{stroke:#6e7681}
      .c0{stroke:#ff7b72}.c1{stroke:#f0f6fc}.c2{stroke:#9198a1}.c3{stroke:#58a6ff}.c4{stroke:#3fb950}
      .c5{stroke:#bc8cff}.c6{stroke:#ffa657}.c7{stroke:#ff9bce}.c8{stroke:#56d4dd}.c9{stroke:#e3c53c}}
      </style>
      """;

  private final String title;
  private final List<Panel> panels;
  private final List<String> names;
  private final double minX;
  private final double maxX;
  private final double minY;
  private final double maxY;
  private final StringBuilder out = new StringBuilder();

  private Plot(String title, List<Panel> panels) {
    this.title = title;
    this.panels = panels;
    names = panels.stream().flatMap(p -> p.lines().stream()).map(Line::name).distinct().toList();
    minX = xs().mapToDouble(Math::log10).min().orElse(0);
    maxX = xs().mapToDouble(Math::log10).max().orElse(1);
    minY = Math.floor(ys().mapToDouble(Math::log10).min().orElse(0));
    maxY = Math.max(minY + 1, Math.ceil(ys().mapToDouble(Math::log10).max().orElse(1)));
  }

  private Stream<Integer> xs() {
    return panels.stream()
        .flatMap(p -> p.lines().stream())
        .flatMap(l -> l.points().keySet().stream());
  }

  private Stream<Double> ys() {
    return panels.stream()
        .flatMap(p -> p.lines().stream())
        .flatMap(l -> l.points().values().stream());
  }

  /** The picture. Every line needs points above zero. */
  public static String svg(String title, List<Panel> panels) {
    Plot plot = new Plot(title, panels);
    plot.draw();
    return plot.out.toString();
  }

  private void draw() {
    int width = LEFT + panels.size() * (PANEL + GAP);
    int legend = (names.size() + PER_ROW - 1) / PER_ROW * ROW;
    int height = TOP + HEIGHT + 60 + legend;
    put(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
        width, height);
    put("<title>%s</title>%n", escaped(title));
    out.append(STYLE);
    put("<rect class=\"bg\" width=\"%d\" height=\"%d\"/>%n", width, height);
    put("<text class=\"h\" x=\"%d\" y=\"22\">%s</text>%n", LEFT, escaped(title));
    for (int i = 0; i < panels.size(); i++) {
      panel(panels.get(i), LEFT + i * (PANEL + GAP), i == 0);
    }
    put(
        "<text class=\"n\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">services</text>%n",
        width / 2, TOP + HEIGHT + 34);
    for (int i = 0; i < names.size(); i++) {
      int x = LEFT + i % PER_ROW * ((width - LEFT) / PER_ROW);
      int y = TOP + HEIGHT + 60 + i / PER_ROW * ROW;
      put(
          "<path class=\"l l%d c%d\" d=\"M%d %dh24\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
          i, i % STYLES, x, y - 4, x + 32, y, escaped(names.get(i)));
    }
    out.append("</svg>\n");
  }

  private void panel(Panel panel, int left, boolean first) {
    put(
        "<text class=\"h\" x=\"%d\" y=\"%d\">%s</text>%n",
        left + 4, TOP - 8, escaped(panel.title()));
    for (int power = (int) minY; power <= maxY; power++) {
      double y = y(Math.pow(10, power));
      put("<path class=\"g\" d=\"M%d %.1fh%d\"/>%n", left, y, PANEL);
      if (first) {
        put(
            "<text class=\"n\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
            left - 6, y + 4, number(power));
      }
    }
    for (int x : xs().distinct().sorted().toList()) {
      double at = x(x, left);
      put("<path class=\"g\" d=\"M%.1f %dv%d\"/>%n", at, TOP, HEIGHT);
      put(
          "<text class=\"n\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
          at, TOP + HEIGHT + 16, x);
    }
    put("<path class=\"f\" d=\"M%d %dh%dv%dh-%dz\"/>%n", left, TOP, PANEL, HEIGHT, PANEL);
    // The first name is what the picture is about, so it lies on top.
    List<Line> lines = new ArrayList<>(panel.lines());
    lines.sort((a, b) -> names.indexOf(b.name()) - names.indexOf(a.name()));
    lines.forEach(line -> line(line, left));
  }

  private void line(Line line, int left) {
    int style = names.indexOf(line.name());
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    new TreeMap<>(line.points())
        .forEach(
            (x, y) -> {
              path.append(path.isEmpty() ? 'M' : 'L');
              path.append(String.format(Locale.ROOT, "%.1f %.1f", x(x, left), y(y)));
              dots.append(
                  String.format(
                      Locale.ROOT,
                      "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s, %d: %.4g</title></circle>%n",
                      style % STYLES,
                      x(x, left),
                      y(y),
                      escaped(line.name()),
                      x,
                      y));
            });
    put("<path class=\"l l%d c%d\" d=\"%s\"/>%n", style, style % STYLES, path);
    out.append(dots);
  }

  private double x(double value, int left) {
    double inset = 16;
    double part = maxX > minX ? (Math.log10(value) - minX) / (maxX - minX) : 0.5;
    return left + inset + part * (PANEL - 2 * inset);
  }

  private double y(double value) {
    return TOP + HEIGHT - (Math.log10(value) - minY) / (maxY - minY) * HEIGHT;
  }

  private static String number(int power) {
    return power >= 0
        ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, power))
        : String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power));
  }

  private void put(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
