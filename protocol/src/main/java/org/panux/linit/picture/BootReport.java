package org.panux.linit.picture;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.panux.linit.picture.Picture.LogLine;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.record.Blame;
import org.panux.linit.record.CriticalPath.Step;
import org.panux.linit.record.CriticalPath.Then;
import org.panux.linit.record.Recording.Start;

/**
 * A boot as one HTML page that needs nothing else: what was critical, the timeline, the graph, the
 * services and what they printed. Its script only filters, sorts and highlights.
 */
final class BootReport {
  /**
   * What the page is made of.
   *
   * @param about where that boot was, in a few words
   * @param logs of all services, oldest first
   */
  record Content(BootView view, GraphView graph, List<LogLine> logs, String about) {}

  private static final int MOST_NEEDS = 20;

  private final Content content;
  private final BootView view;
  private final StringBuilder out = new StringBuilder();
  private final DateTimeFormatter clock =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private BootReport(Content content) {
    this.content = content;
    this.view = content.view();
  }

  static String page(Content content) {
    return new BootReport(content).page();
  }

  private String page() {
    String script = Style.resource("report.js");
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    // Even what slipped through unescaped could neither run nor fetch anything.
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    out.append(" style-src 'unsafe-inline'; script-src 'sha256-").append(sha256(script));
    out.append("'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    out.append(Xml.text(BootPlot.headline(view))).append("</title>\n<style>\n");
    out.append(Style.variables()).append(Style.resource("plot.css"));
    out.append(Style.resource("graph.css")).append(Style.resource("report.css"));
    out.append("</style>\n</head>\n<body>\n");
    header();
    critical();
    timeline();
    graph();
    services();
    logs();
    out.append("<script>").append(script).append("</script>\n</body>\n</html>\n");
    return out.toString();
  }

  private static String sha256(String script) {
    try {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void header() {
    long running = count(ServiceState.RUNNING);
    long failed = count(ServiceState.FAILED);
    out.append("<header>\n<h1>").append(Xml.text(BootPlot.headline(view))).append("</h1>\n<p>");
    out.append(Xml.text(BootPlot.subline(view) + ", " + content.about())).append("</p>\n");
    out.append("<dl class=\"facts\">\n");
    fact("running", Long.toString(running), "");
    fact("failed", Long.toString(failed), failed == 0 ? "" : "bad");
    fact("services", Integer.toString(content.graph().services().size()), "");
    fact("dependencies", Integer.toString(content.graph().edges().size()), "");
    view.steps().stream()
        .filter(step -> step.nth() > 0)
        .max((a, b) -> Long.compare(a.us(), b.us()))
        .ifPresent(
            step ->
                fact("longest on the path", step.name() + ", " + duration(step.us()), "critical"));
    out.append("</dl>\n</header>\n<nav><a href=\"#path\">Critical path</a>");
    out.append("<a href=\"#timeline\">Timeline</a><a href=\"#graph\">Dependencies</a>");
    out.append("<a href=\"#services\">Services</a><a href=\"#logs\">Logs</a>");
    out.append("<input id=\"filter\" type=\"search\" hidden");
    out.append(" placeholder=\"show only names with …\" aria-label=\"Filter\"></nav>\n<main>\n");
  }

  private long count(ServiceState state) {
    return content.graph().services().stream().filter(it -> it.state() == state).count();
  }

  private void fact(String what, String value, String style) {
    out.append("<div><dt>").append(what).append("</dt><dd class=\"").append(style).append("\">");
    out.append(Xml.text(value)).append("</dd></div>\n");
  }

  private static String duration(long us) {
    return TimeAxis.duration(us);
  }

  private void section(String id, String title, String note) {
    out.append("<section id=\"").append(id).append("\">\n<h2>").append(title).append("</h2>\n");
    if (!note.isEmpty()) {
      out.append("<p class=\"note\">").append(note).append("</p>\n");
    }
  }

  private void critical() {
    section(
        "path",
        "Critical path",
        view.path().isEmpty()
            ? "The boot has not ended yet."
            : "Each moment belongs to the one service that everything later had to wait for.");
    if (view.path().isPresent()) {
      out.append("<table class=\"path\">\n<thead><tr><th class=\"n\">at</th><th class=\"n\">took");
      out.append("</th><th></th><th>service</th><th>then</th></tr></thead>\n<tbody>\n");
      long longest = view.steps().stream().mapToLong(Step::us).max().orElse(1);
      for (int i = 0; i < view.steps().size(); i++) {
        Step step = view.steps().get(i);
        String next = i + 1 < view.steps().size() ? view.steps().get(i + 1).name() : "";
        out.append("<tr><td class=\"n\">").append(duration(step.fromUs()));
        out.append("</td><td class=\"n\">").append(duration(step.us()));
        out.append("</td><td class=\"share\"><i style=\"width:");
        out.append(String.format(Locale.ROOT, "%.1f", 100.0 * step.us() / Math.max(1, longest)));
        out.append("%\"></i></td><td>").append(Xml.text(step.name())).append("</td><td>");
        out.append(Xml.text(then(step, next))).append("</td></tr>\n");
      }
      out.append("</tbody>\n</table>\n");
    }
    out.append("</section>\n");
  }

  private String then(Step step, String next) {
    return switch (step.then()) {
      case ASKS -> "asks for " + next;
      case SETTLES -> next + " goes on";
      case RESTARTS -> "is started again";
      case ENDS -> view.target().state().equals("running") ? "runs" : view.target().state();
    };
  }

  private void timeline() {
    section("timeline", "Timeline", "");
    out.append("<p class=\"legend\"><span><i class=\"waiting\"></i>waits for others</span>");
    out.append("<span><i class=\"starting\"></i>its script works</span>");
    out.append("<span><i class=\"critical\"></i>… on the critical path</span>");
    out.append("<span><i class=\"running\"></i>runs</span>");
    out.append("<span><i class=\"bad\"></i>failed</span></p>\n<div class=\"wide\">\n");
    out.append(BootPlot.part(view)).append("</div>\n</section>\n");
  }

  private void graph() {
    section(
        "graph",
        "Dependencies",
        "Whoever needs something stands left of it. Solid: <code>dep</code>, dashed:"
            + " <code>want</code>, dotted: <code>after</code>. What "
            + Xml.text(view.target().name())
            + " itself asks for has a strong frame.");
    if (GraphPlot.fits(content.graph())) {
      Set<String> critical = new HashSet<>();
      for (int i = 1; i < view.steps().size(); i++) {
        Step before = view.steps().get(i - 1);
        Step step = view.steps().get(i);
        boolean asks = before.then() == Then.ASKS;
        critical.add(asks ? before.name() + " " + step.name() : step.name() + " " + before.name());
      }
      out.append("<div class=\"wide\">\n");
      out.append(GraphPlot.part(content.graph(), view.target().name(), critical));
      out.append("</div>\n");
    } else {
      out.append("<p>Too many to be drawn; the table below has them all.</p>\n");
    }
    out.append("</section>\n");
  }

  private void services() {
    Map<String, Blame.Row> rows = new LinkedHashMap<>();
    for (Start start : view.recording().starts()) {
      rows.put(start.name(), Blame.Row.of(start, view.recording().nowUs()));
    }
    Map<String, List<String>> needs = new TreeMap<>();
    for (GraphView.Edge edge : content.graph().edges()) {
      String how = edge.kind().equals("dep") ? "" : " (" + edge.kind() + ")";
      needs.computeIfAbsent(edge.from(), key -> new ArrayList<>()).add(edge.to() + how);
    }
    section("services", "Services", "");
    out.append("<div class=\"wide\"><table class=\"services\">\n<thead><tr><th>name</th>");
    out.append("<th>state</th><th class=\"n\">own</th><th class=\"n\">waited</th>");
    out.append("<th class=\"n\">slack</th><th>reason</th><th>needs</th></tr></thead>\n<tbody>\n");
    for (ServiceView service : content.graph().services()) {
      String name = service.name();
      Blame.Row row = rows.get(name);
      Long slack = view.slack().get(name);
      out.append("<tr data-name=\"").append(Xml.text(name)).append("\"><td>");
      out.append(Xml.text(name)).append("</td><td class=\"").append(service.state().word());
      out.append("\">").append(service.state().word()).append("</td>");
      number(row == null ? null : row.ownUs());
      number(row == null ? null : row.waitingUs());
      number(slack);
      out.append("<td class=\"why\">").append(Xml.text(service.reason()));
      List<String> others = needs.getOrDefault(name, List.of());
      out.append("</td><td class=\"needs\">");
      boolean folded = others.size() > MOST_NEEDS;
      out.append(folded ? "<details><summary>" + others.size() + " services</summary>" : "");
      out.append(Xml.text(String.join(", ", others)));
      out.append(folded ? "</details>" : "").append("</td></tr>\n");
    }
    out.append("</tbody>\n</table></div>\n</section>\n");
  }

  private void number(Long us) {
    out.append("<td class=\"n\" data-us=\"").append(us == null ? -1 : us).append("\">");
    out.append(us == null ? "–" : duration(us)).append("</td>");
  }

  private void logs() {
    Map<String, List<LogLine>> byName = new TreeMap<>();
    for (LogLine line : content.logs()) {
      byName.computeIfAbsent(line.name(), key -> new ArrayList<>()).add(line);
    }
    section("logs", "Logs", byName.isEmpty() ? "Nothing has been printed." : "");
    Set<String> failed = new HashSet<>();
    for (ServiceView service : content.graph().services()) {
      if (service.state() == ServiceState.FAILED) {
        failed.add(service.name());
      }
    }
    byName.forEach(
        (name, lines) -> {
          out.append("<details data-name=\"").append(Xml.text(name)).append('"');
          out.append(failed.contains(name) ? " open class=\"failed\">" : ">").append("<summary>");
          out.append(Xml.text(name)).append(" <small>").append(lines.size());
          out.append(lines.size() == 1 ? " line" : " lines").append("</small></summary>\n<pre>");
          for (LogLine line : lines) {
            out.append("<b>").append(clock.format(Instant.ofEpochMilli(line.timeMs())));
            out.append("</b> ").append(Xml.text(line.text().replace('\t', ' '))).append('\n');
          }
          out.append("</pre></details>\n");
        });
    out.append("</section>\n</main>\n");
  }
}
