package org.panux.linit.ctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Details;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Version;

/** The verbs that ask: {@code status version}. */
final class Queries {
  private Queries() {}

  static int status(Linitctl ctl) throws IOException {
    List<String> names = ctl.line().names();
    return ctl.talk(
        Verb.STATUS,
        client -> {
          Reply reply =
              names.isEmpty()
                  ? client.request(Op.STATUS, names, Details.NONE.withBrief(!ctl.line().json()))
                  : client.request(Op.STATUS, names, Details.NONE.withDetails(true));
          if (ctl.line().json()) {
            ctl.out().println(Json.write(reply.fields()));
          } else if (reply.fields().get("services") instanceof List<?> services) {
            if (names.isEmpty()) {
              Terminal.table(ctl.out(), views(services));
              return ExitCode.DONE;
            }
            services.forEach(it -> StatusText.print(ctl.out(), (Map<?, ?>) it));
          }
          if (!reply.ok()) {
            return ctl.line().json() ? reply.code() : ctl.fail(reply.code(), reply.error());
          }
          boolean down =
              !names.isEmpty()
                  && views((List<?>) reply.fields().get("services")).stream()
                      .anyMatch(view -> view.state() != ServiceState.RUNNING);
          return down ? ExitCode.NOT_RUNNING : ExitCode.DONE;
        });
  }

  private static List<ServiceView> views(List<?> services) {
    List<ServiceView> views = new ArrayList<>(services.size());
    for (Object service : services) {
      views.add(ServiceView.of((Map<?, ?>) service));
    }
    return views;
  }

  static int version(Linitctl ctl) throws IOException {
    ctl.out().println("linitctl " + Version.current());
    ctl.out().flush();
    return ctl.talk(
        Verb.VERSION,
        client -> {
          Map<String, Object> server = client.request(Op.VERSION, List.of()).fields();
          ctl.out()
              .println(
                  "linitd "
                      + server.get("version")
                      + ", pid "
                      + server.get("pid")
                      + ", rig "
                      + server.get("root"));
          return ExitCode.DONE;
        });
  }
}
