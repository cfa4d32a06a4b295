package org.panux.linit.ctl;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.record.Blame;
import org.panux.linit.record.Recording;

/** The verb {@code blame}: what the newest start of each service cost, its own time first. */
final class Blamed {
  private Blamed() {}

  static int run(Linitctl ctl) throws IOException {
    return ctl.talk(
        Verb.BLAME,
        client -> {
          Recording recording = Recorded.recording(client);
          Blame blame = Blame.of(recording);
          if (ctl.line().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("began_ms", recording.beganMs());
            json.put("services", blame.rows().stream().map(Blame.Row::toJson).toList());
            ctl.out().println(Json.write(json));
            return ExitCode.DONE;
          }
          ctl.out().println(Terminal.dim("    OWN  WAITED  QUEUED  SERVICE"));
          for (Blame.Row row : blame.rows()) {
            String state = row.start().state();
            ctl.out()
                .println(
                    Terminal.left(Recorded.seconds(row.ownUs()), 7)
                        + Terminal.left(Recorded.seconds(row.waitingUs()), 8)
                        + Terminal.left(Recorded.seconds(row.queueUs()), 8)
                        + "  "
                        + Terminal.cut(
                            row.start().name(),
                            25 + (state.equals("running") ? 0 : 2 + state.length()))
                        + (state.equals("running") ? "" : Terminal.dim("  " + state)));
          }
          return ExitCode.DONE;
        });
  }
}
