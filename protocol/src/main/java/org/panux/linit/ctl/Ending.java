package org.panux.linit.ctl;

import java.io.IOException;
import java.util.List;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;

/**
 * The verbs {@code shutdown poweroff reboot}: end linitd in order, and return when it has gone. The
 * connection ends with its process.
 */
final class Ending {
  private Ending() {}

  static int run(Linitctl ctl, Verb verb, Op op) throws IOException {
    return ctl.talk(
        verb,
        client -> {
          Reply reply = client.request(op, List.of());
          if (ctl.line().json()) {
            ctl.tell(Json.write(reply.fields()));
          } else if (!reply.ok()) {
            return ctl.fail(reply.code(), reply.error());
          }
          if (reply.ok() && !ctl.line().has(CommandLine.NO_WAIT)) {
            awaitEnd(client);
          }
          return reply.ok() ? ExitCode.DONE : reply.code();
        });
  }

  private static void awaitEnd(LinitClient client) throws IOException {
    while (client.next().isPresent()) {
      // Nothing else was asked for.
    }
  }
}
