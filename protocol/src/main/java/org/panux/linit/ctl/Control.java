package org.panux.linit.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.Text;

/** The verbs {@code start stop restart state}. */
final class Control {
  private Control() {}

  static int run(Linitctl ctl, Verb verb, Op op) throws IOException {
    List<String> names = ctl.line().names();
    return ctl.talk(
        verb,
        client -> {
          Reply reply =
              !ctl.line().watch()
                  ? client.request(op, names)
                  : Watch.control(
                      ctl,
                      client,
                      op,
                      names,
                      op == Op.STOP ? ServiceState.STOPPED : ServiceState.RUNNING);
          if (ctl.line().json()) {
            ctl.out().println(Json.write(reply.fields()));
            return reply.code();
          }
          if (!reply.ok()) {
            return complain(ctl, reply);
          }
          if (!ctl.line().watch() && reply.fields().get("stopped") instanceof List<?> stopped) {
            List<String> others =
                stopped.stream().map(String.class::cast).filter(n -> !names.contains(n)).toList();
            if (!others.isEmpty()) {
              ctl.out().println("also stopped: " + String.join(" ", others));
            }
          }
          return ExitCode.DONE;
        });
  }

  private static int complain(Linitctl ctl, Reply reply) {
    if (reply.fields().get("failures") instanceof List<?> failures) {
      failures.forEach(it -> ctl.fail(reply.code(), (String) ((Map<?, ?>) it).get("error")));
      return reply.code();
    }
    return ctl.fail(reply.code(), reply.error());
  }

  static int state(Linitctl ctl) throws IOException {
    String name = ctl.line().names().get(0);
    String word = ctl.line().names().get(1);
    Optional<ServiceState> state = ServiceState.of(word);
    if (state.isEmpty()) {
      return ctl.fail(
          ExitCode.USAGE,
          "unknown state '" + Text.clip(word, 64) + "': it is running, stopped or failed");
    }
    return ctl.talk(
        Verb.STATE,
        client -> {
          Reply reply = client.state(name, state.get());
          return reply.ok() ? ExitCode.DONE : ctl.fail(reply.code(), reply.error());
        });
  }
}
