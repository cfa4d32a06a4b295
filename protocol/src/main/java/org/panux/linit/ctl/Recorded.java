package org.panux.linit.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.record.Recording;
import org.panux.linit.record.Recording.Start;

/** What linitd has recorded, for the verbs that compute and draw. */
final class Recorded {
  private Recorded() {}

  /** A verb that needs a start of the one that is asked about. */
  interface Use {
    int with(Recording recording, Start start) throws IOException;
  }

  static Recording recording(LinitClient client) throws IOException {
    Reply reply = client.request(Op.RECORD, List.of());
    if (!reply.ok()) {
      throw new IOException("it does not know what was recorded: " + reply.error());
    }
    return Recording.of(reply.fields());
  }

  /** The newest start of {@code name}, one that has ended where there is one. */
  static Optional<Start> newest(Recording recording, String name) {
    Start found = null;
    for (Start start : recording.starts()) {
      if (start.name().equals(name) && (found == null || start.ended() || !found.ended())) {
        found = start;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Uses the newest start of the service that the command line names, or of boot; where it has not
   * ended, says so.
   */
  static int ended(Linitctl ctl, LinitClient client, Optional<String> name, Use use)
      throws IOException {
    return any(
        ctl,
        client,
        name,
        (recording, start) ->
            start.ended()
                ? use.with(recording, start)
                : ctl.fail(
                    ExitCode.NOT_RUNNING,
                    "'"
                        + start.name()
                        + "' is still starting; 'linitctl boot --watch' shows what it waits for"));
  }

  /** As {@link #ended}, also while it starts. */
  static int any(Linitctl ctl, LinitClient client, Optional<String> name, Use use)
      throws IOException {
    Recording recording = recording(client);
    String wanted = name.orElse(recording.target());
    Optional<Start> start = newest(recording, wanted);
    if (start.isEmpty() && name.isPresent()) {
      // The name may stand for another service, or for none.
      Reply status = client.request(Op.STATUS, List.of(wanted));
      if (!status.ok()) {
        return ctl.fail(
            status.code() == ExitCode.NO_STATUS ? ExitCode.NO_SUCH_SERVICE : status.code(),
            status.error());
      }
      Map<?, ?> view = (Map<?, ?>) ((List<?>) status.fields().get("services")).get(0);
      start = newest(recording, (String) view.get("name"));
    }
    return start.isPresent()
        ? use.with(recording, start.get())
        : ctl.fail(
            ExitCode.NOT_RUNNING,
            name.isPresent()
                ? "'" + wanted + "' was not started since linitd began"
                : "no boot was recorded: '" + wanted + "' was not started since linitd began");
  }

  /** Microseconds as seconds with three decimals. */
  static String seconds(long us) {
    return Terminal.seconds((us + 500) / 1000);
  }
}
