package org.panux.linit.picture;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.Text;
import org.panux.linit.record.Blame;
import org.panux.linit.record.CriticalPath.Step;
import org.panux.linit.record.CriticalPath.Then;
import org.panux.linit.record.OwnTime;
import org.panux.linit.record.Recording.Start;

/**
 * A boot as an SVG picture: a bar for each start, thin while it waits, full while its script works,
 * pale while it runs; what is on the critical path is marked, with arrows from cause to effect.
 */
final class BootPlot {
  private static final int CHART = 960;
  private static final int SIDE = 20;
  private static final int NOTE = 150;
  private static final int FEW = 40;
  private static final int LONGEST_NAME = 32;
  private static final int SCREENFUL = 50;
  private static final int BAND = 24;
  private static final double NARROWEST = 1.2;

  private final BootView view;
  private final Set<String> critical;
  private final int rowHeight;
  private final int fontSize;
  private final double top;
  private final TimeAxis axis;
  private final Map<String, Integer> places = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  private BootPlot(BootView view, double top) {
    this.view = view;
    this.top = top;
    this.critical = view.critical();
    boolean few = view.rows().size() <= FEW;
    this.rowHeight = few ? 26 : 18;
    this.fontSize = few ? 13 : 11;
    int longest = 0;
    for (Start start : view.rows()) {
      places.put(BootView.key(start), places.size());
      longest = Math.max(longest, label(start).length());
    }
    this.axis =
        new TimeAxis(view.endUs(), Math.ceil(SIDE + longest * fontSize * Style.GLYPH + 12), CHART);
  }

  /** The picture as a file of its own. */
  static String file(BootView view) {
    BootPlot plot = new BootPlot(view, 128);
    plot.open("<style>\n" + Style.literal("plot") + "</style>\n");
    plot.title();
    plot.chart();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + plot.out + "</svg>\n";
  }

  /** The picture as a part of a page, which has a title, a legend and the style. */
  static String part(BootView view) {
    BootPlot plot = new BootPlot(view, 30);
    plot.open("");
    plot.chart();
    return plot.out + "</svg>\n";
  }

  private double width() {
    return axis.left() + CHART + NOTE;
  }

  private double bottom() {
    return yOf(view.rows().size() - 1) + rowHeight;
  }

  /** Where a row is; in a long picture the axis is repeated between rows. */
  private double yOf(int row) {
    return top + row * rowHeight + row / SCREENFUL * BAND;
  }

  private void open(String style) {
    boolean few = view.rows().size() <= FEW;
    double height = bottom() + (few ? 16 : 34);
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot %s\" viewBox=\"0 0 %.0f %.0f\""
                + " width=\"%.0f\" height=\"%.0f\" role=\"img\">\n<title>%s</title>\n",
            few ? "few" : "many",
            width(),
            height,
            width(),
            height,
            Xml.text(headline(view))));
    out.append(style);
    out.append("<defs>");
    out.append(
        "<marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"6\""
            + " markerHeight=\"6\" orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/>"
            + "</marker></defs>\n");
    rect("paper", 0, 0, width(), height);
  }

  static String headline(BootView view) {
    Start target = view.target();
    if (!target.ended()) {
      return target.name() + " is still " + target.state();
    }
    return target.name()
        + (target.state().equals("running")
            ? " was ready after "
            : " " + target.state() + " after ")
        + TimeAxis.duration(target.endedUs());
  }

  static String subline(BootView view) {
    long failed = view.rows().stream().filter(it -> it.state().equals("failed")).count();
    return view.rows().size()
        + (view.rows().size() == 1 ? " start" : " starts")
        + (failed == 0 ? "" : ", " + failed + " failed")
        + ", linitd began "
        + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT)
            .withZone(ZoneId.systemDefault())
            .format(Instant.ofEpochMilli(view.recording().beganMs()));
  }

  private void title() {
    text("head", SIDE, 34, headline(view));
    text("sub", SIDE, 56, subline(view));
    double x = axis.left();
    for (String[] entry :
        List.of(
            new String[] {"waiting", "waits for others"},
            new String[] {"starting", "its script works"},
            new String[] {"critical", "… on the critical path"},
            new String[] {"running", "runs"},
            new String[] {"failed", "failed"})) {
      boolean thin = entry[0].equals("waiting");
      rect("bar " + entry[0], x, thin ? 84 : 80, 22, thin ? 4 : 12);
      text("legend", x + 29, 90, entry[1]);
      x += 29 + entry[1].length() * 7.2 + 26;
    }
  }

  private void chart() {
    for (TimeAxis.Tick tick : axis.ticks()) {
      line("grid", axis.x(tick.us()), top - 3, axis.x(tick.us()), bottom());
    }
    if (view.target().ended()) {
      double x = axis.x(view.target().endedUs());
      line("ready", x, top - 3, x, bottom());
    }
    view.rows().forEach(this::bars);
    arrows();
    axisAt(top - 8);
    for (int row = SCREENFUL; row < view.rows().size(); row += SCREENFUL) {
      axisAt(yOf(row) - 8);
    }
    if (view.rows().size() > FEW) {
      axisAt(bottom() + 18);
    }
    view.rows().forEach(this::texts);
  }

  private void axisAt(double y) {
    for (TimeAxis.Tick tick : axis.ticks()) {
      text("tick", axis.x(tick.us()), y, tick.label());
    }
  }

  private double y(Start start) {
    return yOf(places.get(BootView.key(start)));
  }

  private void bars(Start start) {
    double y = y(start);
    long end = start.ended() ? start.endedUs() : view.recording().nowUs();
    boolean failed = start.state().equals("failed");
    out.append("<g class=\"row\" data-name=\"").append(Xml.text(start.name())).append("\"><title>");
    out.append(Xml.text(story(start))).append("</title>\n");
    rect("hover", 0, y, width(), rowHeight);
    if (start.state().equals("running") && start.ended()) {
      bar("running", y, 0.6, end, view.endUs());
    }
    OwnTime time = new OwnTime(start, view.recording().nowUs());
    bar("queue", y, 0.08, start.askedUs(), start.launched() ? start.launchedUs() : end);
    time.waits().forEach(it -> bar("waiting", y, 0.18, it.from(), it.until()));
    time.works().forEach(it -> bar(failed ? "failed" : "starting", y, 0.6, it.from(), it.until()));
    for (Step step : view.steps()) {
      if (step.name().equals(start.name()) && step.nth() == start.nth()) {
        bar("critical", y, 0.6, step.fromUs() + step.launchUs(), step.untilUs());
      }
    }
    out.append("</g>\n");
  }

  private void bar(String style, double y, double share, long from, long until) {
    double x = axis.x(from);
    double height = Math.max(1, rowHeight * share);
    rect(
        "bar " + style,
        x,
        y + (rowHeight - height) / 2,
        Math.max(NARROWEST, axis.x(until) - x),
        height);
  }

  /** From whoever was the cause to whoever could go on. */
  private void arrows() {
    List<Step> steps = view.steps();
    for (int i = 1; i < steps.size(); i++) {
      Integer from = places.get(steps.get(i - 1).name() + " " + steps.get(i - 1).nth());
      Integer to = places.get(steps.get(i).name() + " " + steps.get(i).nth());
      if (from != null && to != null && !from.equals(to)) {
        double x = axis.x(steps.get(i).fromUs());
        double half = rowHeight * 0.3;
        double start = yOf(from) + rowHeight / 2.0 + (from < to ? half : -half);
        double end = yOf(to) + rowHeight / 2.0 + (from < to ? -half : half);
        boolean asks = steps.get(i - 1).then() == Then.ASKS;
        out.append(
            String.format(
                Locale.ROOT,
                "<path class=\"arrow%s\" d=\"M%.1f %.1fV%.1f\" marker-end=\"url(#tip)\"/>\n",
                asks ? " asks" : "",
                x,
                start,
                end));
      }
    }
  }

  private void texts(Start start) {
    double y = y(start) + rowHeight / 2.0 + fontSize * 0.35;
    boolean onPath = critical.contains(BootView.key(start));
    out.append("<g class=\"row\" data-name=\"").append(Xml.text(start.name())).append("\">");
    text(onPath ? "name on-path" : "name", axis.left() - 12, y, label(start));
    long end = start.ended() ? start.endedUs() : view.recording().nowUs();
    boolean failed = start.state().equals("failed");
    text(failed ? "note bad" : "note", axis.x(end) + 7, y, note(start));
    out.append("</g>\n");
  }

  /** Names may be longer than leaves room for the bars. */
  private static String label(Start start) {
    String name = Text.clip(start.name(), LONGEST_NAME);
    return start.nth() == 1 ? name : name + " (start " + start.nth() + ")";
  }

  private String note(Start start) {
    String own = TimeAxis.duration(row(start).ownUs());
    return start.ended() && start.state().equals("running") ? own : own + ", " + start.state();
  }

  private Blame.Row row(Start start) {
    return Blame.Row.of(start, view.recording().nowUs());
  }

  /** What a pointer that rests on the bar shows. */
  private String story(Start start) {
    Blame.Row row = row(start);
    return start.name()
        + (start.nth() == 1 ? "" : " (start " + start.nth() + ")")
        + ": "
        + start.state()
        + (start.reason().isEmpty() ? "" : ", " + start.reason())
        + "; asked for at "
        + TimeAxis.duration(start.askedUs())
        + (start.by().isEmpty() ? "" : " by " + start.by())
        + ", worked "
        + TimeAxis.duration(row.ownUs())
        + ", waited "
        + TimeAxis.duration(row.waitingUs())
        + (start.ended() ? ", settled at " + TimeAxis.duration(start.endedUs()) : "");
  }

  private void rect(String style, double x, double y, double width, double height) {
    out.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
            style,
            x,
            y,
            width,
            height));
  }

  private void line(String style, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  private void text(String style, double x, double y, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
            style,
            x,
            y,
            Xml.text(text)));
  }
}
