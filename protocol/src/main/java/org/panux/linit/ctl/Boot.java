package org.panux.linit.ctl;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * The verb {@code boot}: how the boot went and what of it has failed, or with {@code --watch} each
 * change while it goes.
 */
final class Boot {
  private static final String BOOT = "boot";

  /** Who says 'linitd &' and then watches the boot is faster than linitd. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * @param failed what boot asked for and what has failed
   */
  record Outcome(ServiceView boot, List<ServiceView> failed) {
    static Outcome of(ServiceView boot, Set<String> asked, Collection<ServiceView> views) {
      return new Outcome(
          boot,
          views.stream()
              .filter(view -> asked.contains(view.name()))
              .filter(view -> view.state() == ServiceState.FAILED)
              .toList());
    }
  }

  private Boot() {}

  static int run(Linitctl ctl) throws IOException {
    return ctl.talk(
        Verb.BOOT,
        ctl.line().watch() ? PATIENCE : Duration.ZERO,
        client ->
            end(
                ctl,
                ctl.line().watch()
                    ? Watch.boot(ctl, client, BOOT, new Progress(ctl.out()))
                    : now(client)));
  }

  private static Outcome now(LinitClient client) throws IOException {
    GraphView graph = client.ask(Operation.graph());
    ServiceView boot =
        graph.services().stream()
            .filter(view -> view.name().equals(BOOT))
            .findFirst()
            .orElseGet(() -> ServiceView.neverStarted(BOOT));
    return Outcome.of(boot, graph.needs(BOOT), graph.services());
  }

  private static int end(Linitctl ctl, Outcome outcome) {
    ServiceView boot = outcome.boot();
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
    ctl.out().flush();
    outcome
        .failed()
        .forEach(
            view -> ctl.fail(ExitCode.FAILED, "'" + view.name() + "' failed: " + view.reason()));
    return boot.state() != ServiceState.RUNNING
        ? ExitCode.NOT_RUNNING
        : outcome.failed().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
