package org.panux.linit.ctl;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.setting.Durations;

/** The verb {@code wait}: silent where it succeeds. */
final class Wait {
  private Wait() {}

  static int run(Linitctl ctl) throws IOException {
    Optional<Duration> limit = ctl.line().timeout().map(Durations::parse);
    List<String> names = ctl.line().names();
    return ctl.talk(
        Verb.WAIT,
        client -> {
          client.send(Op.WAIT, names, ctl.line().details());
          Optional<Reply> reply =
              limit.isPresent() ? client.read(limit.get()) : Optional.of(client.read());
          if (reply.isEmpty()) {
            return ctl.fail(
                ExitCode.TIMED_OUT,
                "not running after "
                    + Durations.show(limit.get())
                    + ": "
                    + String.join(" ", names));
          }
          return answered(ctl, reply.get());
        });
  }

  private static int answered(Linitctl ctl, Reply reply) {
    if (ctl.line().json()) {
      ctl.out().println(Json.write(reply.fields()));
    } else if (!reply.ok()) {
      ctl.fail(reply.code(), reply.error());
      Why.print(ctl.err(), reply);
    }
    return reply.code();
  }
}
