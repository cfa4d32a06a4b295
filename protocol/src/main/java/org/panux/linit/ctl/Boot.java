package org.panux.linit.ctl;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** The verb {@code boot}: how the boot went, or with {@code --watch} each change while it goes. */
final class Boot {
  private static final String BOOT = "boot";

  /** Who says 'linitd &' and then watches the boot is faster than linitd. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Boot() {}

  static int run(Linitctl ctl) throws IOException {
    return ctl.talk(
        Verb.BOOT,
        ctl.line().watch() ? PATIENCE : Duration.ZERO,
        client -> end(ctl, ctl.line().watch() ? Watch.boot(ctl, client, BOOT) : now(client)));
  }

  private static ServiceView now(LinitClient client) throws IOException {
    return client.graph(List.of()).services().stream()
        .filter(view -> view.name().equals(BOOT))
        .findFirst()
        .orElseGet(() -> ServiceView.neverStarted(BOOT));
  }

  private static int end(Linitctl ctl, ServiceView boot) {
    if (boot.state() == ServiceState.NULL) {
      return ctl.fail(ExitCode.NOT_RUNNING, "boot was not started");
    }
    if (boot.state() == ServiceState.FAILED) {
      return ctl.fail(ExitCode.FAILED, "boot failed: " + boot.reason());
    }
    if (!ctl.line().json()) {
      String took = boot.took() < 0 ? "" : ", took " + Terminal.took(boot);
      ctl.out().println("boot is " + boot.state().word() + took);
    }
    return boot.state() == ServiceState.RUNNING ? ExitCode.DONE : ExitCode.NOT_RUNNING;
  }
}
