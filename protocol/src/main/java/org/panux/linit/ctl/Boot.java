package org.panux.linit.ctl;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** The verb {@code boot}: how the boot went, or with {@code --watch} each change while it goes. */
final class Boot {
  private static final String BOOT = "boot";

  private Boot() {}

  static int run(Linitctl ctl) throws IOException {
    return ctl.talk(
        Verb.BOOT,
        client -> {
          Reply reply = client.request(Op.EVENTS, List.of());
          Map<String, ServiceView> seen = new HashMap<>();
          for (Object service : (List<?>) reply.fields().get("services")) {
            show(ctl, reply, ServiceView.of((Map<?, ?>) service), seen);
          }
          while (ctl.line().watch() && !settled(seen.get(BOOT))) {
            Reply event = client.read();
            show(ctl, event, ServiceView.of((Map<?, ?>) event.fields().get("service")), seen);
          }
          return end(ctl, seen.get(BOOT));
        });
  }

  private static boolean settled(ServiceView boot) {
    return boot != null
        && (boot.state() == ServiceState.RUNNING
            || boot.state() == ServiceState.FAILED
            || boot.state() == ServiceState.STOPPED);
  }

  private static void show(
      Linitctl ctl, Reply event, ServiceView view, Map<String, ServiceView> seen) {
    ServiceView before = seen.put(view.name(), view);
    boolean news =
        before == null
            || before.state() != view.state()
            || (!view.waiting().isEmpty() && before.waiting().isEmpty());
    if (!ctl.line().watch() || !news) {
      return;
    }
    if (ctl.line().json()) {
      ctl.out().println(Json.write(view.toJson()));
    } else {
      String note = Terminal.why(view);
      ctl.out()
          .println(
              Terminal.state(view.state(), 8)
                  + "  "
                  + view.name()
                  + (view.state() == ServiceState.RUNNING
                      ? Terminal.dim("  " + Terminal.took(view))
                      : note.isEmpty() ? "" : "  " + Terminal.dim(note)));
    }
    ctl.out().flush();
  }

  private static int end(Linitctl ctl, ServiceView boot) {
    if (boot == null || boot.state() == ServiceState.NULL) {
      return ctl.fail(ExitCode.NOT_RUNNING, "boot was not started");
    }
    if (boot.state() == ServiceState.FAILED) {
      return ctl.fail(ExitCode.FAILED, "boot failed: " + boot.reason());
    }
    if (!ctl.line().json()) {
      ctl.out()
          .println(
              "boot is "
                  + boot.state().word()
                  + (boot.took() >= 0 ? ", took " + Terminal.took(boot) : ""));
    }
    return boot.state() == ServiceState.RUNNING ? ExitCode.DONE : ExitCode.NOT_RUNNING;
  }
}
