package org.panux.linit.picture;

import java.util.List;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.record.Recording;
import org.panux.linit.record.Recording.Start;

/** The pictures of a boot; each is the text of a file that needs no other one. */
public final class Picture {
  private Picture() {}

  /** A line that a service has printed. */
  public record LogLine(long timeMs, String name, String text) {}

  /** The timeline as SVG; {@code target} is the start that boots everything else. */
  public static String svg(Recording recording, Start target) {
    return BootPlot.file(BootView.of(recording, target));
  }

  /**
   * The timeline, the graph, the states and the logs as an HTML page.
   *
   * @param logs of all services, oldest first
   * @param about where that boot was, in a few words
   */
  public static String html(
      Recording recording, Start target, GraphView graph, List<LogLine> logs, String about) {
    return BootReport.page(
        new BootReport.Content(BootView.of(recording, target), graph, logs, about));
  }
}
