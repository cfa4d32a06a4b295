package org.panux.linit.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;

/**
 * The verbs {@code is-running} and {@code is-failed}, which answer by their exit code alone:
 * whether all of the services run, and whether one of them has failed.
 */
final class States {
  private States() {}

  static int allRun(Linitctl ctl) throws IOException {
    return ask(ctl, Verb.IS_RUNNING, ServiceState.RUNNING, true, ExitCode.NOT_RUNNING);
  }

  static int anyFailed(Linitctl ctl) throws IOException {
    return ask(ctl, Verb.IS_FAILED, ServiceState.FAILED, false, ExitCode.FAILED);
  }

  private static int ask(Linitctl ctl, Verb verb, ServiceState state, boolean all, int otherwise)
      throws IOException {
    return ctl.talk(
        verb,
        client -> {
          Reply reply = client.request(Op.STATUS, ctl.line().names());
          if (!reply.ok()) {
            return reply.code() == ExitCode.USAGE
                ? ctl.fail(reply.code(), reply.error())
                : ExitCode.NO_STATUS;
          }
          List<?> services = (List<?>) reply.fields().get("services");
          long are =
              services.stream()
                  .filter(it -> state.word().equals(((Map<?, ?>) it).get("state")))
                  .count();
          return (all ? are == services.size() : are > 0) ? ExitCode.DONE : otherwise;
        });
  }
}
