package org.panux.linit.readiness;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.panux.linit.Rig;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.RunToken;
import org.panux.linit.setting.Readiness;

/** Makes the probers of one rig. */
public final class Probers {
  private final Rig rig;
  private final Map<String, String> environment;
  private final ProcessTable processes;
  private final Duration timeout;
  private final Prober.Setup setup;

  /**
   * @param shell the command that runs scripts
   * @param environment what scripts get, but for what belongs to one run
   * @param timeout how long a service may take that does not say so itself; zero for no limit
   */
  public Probers(
      Rig rig,
      List<String> shell,
      Map<String, String> environment,
      ProcessTable processes,
      Duration timeout) {
    this.rig = rig;
    this.environment = Map.copyOf(environment);
    this.processes = processes;
    this.timeout = timeout;
    this.setup = Prober.Setup.of(rig, shell);
  }

  /** How long a service may take that says so, or does not; zero for no limit. */
  public Duration limit(Optional<Duration> own) {
    return own.orElse(timeout);
  }

  /**
   * A prober for the run with {@code token}.
   *
   * @param logStart where the output of the run begins, where it is known; otherwise it begins now
   * @param limit how long it may take, where the service says so
   */
  public Behavior<Prober.Message> prober(
      RunToken token,
      Readiness readiness,
      OptionalLong logStart,
      Optional<Duration> limit,
      ActorRef<Prober.Told> owner) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(RunToken.VARIABLE, token.toString());
    Target target =
        new Target(
            token,
            rig.log().resolve(token.service() + ".log"),
            logStart,
            variables,
            Path.of("/"),
            pid -> processes.belonging(pid, token.service()).isPresent());
    return Prober.create(setup, readiness, target, limit(limit), owner);
  }
}
