package org.panux.linit.picture;

import java.nio.file.*;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.record.Recording;

class BootPlotTest {
  @Test
  void show() throws Exception {
    for (Recording r : java.util.List.of(Samples.dozen(), Samples.many(300))) {
      BootView view = BootView.of(r, r.starts().get(0));
      String svg = BootPlot.file(view);
      Files.writeString(Path.of("/tmp/plot-" + r.starts().size() + ".svg"), svg);
      List<Picture.LogLine> logs = new ArrayList<>();
      r.starts()
          .forEach(
              s -> {
                for (int i = 0; i < 4; i++)
                  logs.add(
                      new Picture.LogLine(
                          r.beganMs() + s.endedUs() / 1000 + i,
                          s.name(),
                          "line "
                              + i
                              + " of <script>alert(1)</script> \u001b[31m ]]> "
                              + s.name()));
              });
      Files.writeString(
          Path.of("/tmp/report-" + r.starts().size() + ".html"),
          BootReport.page(
              new BootReport.Content(view, Samples.graph(r), logs, "rig /etc, linit 0.1.0")));
    }
  }
}
