package org.panux.linit.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.panux.linit.client.LogLine;
import org.panux.linit.client.Operation;
import org.panux.linit.client.ServiceStatus;
import org.panux.linit.protocol.ServiceState;

/**
 * A rig of real servers beside the tests of a class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Rig rig = Rig.at(Path.of("src/test/rig")).ready("web");
 *
 * @Test
 * void thePageSurvivesALostCache(RigFaults faults) {
 *   faults.kill("cache");
 *   rig.await("web").degraded();
 *   // … get the page from rig.port("WEB_PORT")
 * }
 * }</pre>
 *
 * <p>linitd boots once before the first test of the class, in a folder of its own for what it
 * writes, and starts what {@link #ready} names and what that needs; everything else starts when a
 * test asks for it. It is found in the folder that the system property {@code linit.home} or the
 * variable {@code LINIT_HOME} names, otherwise on the {@code PATH}.
 *
 * <p>Whatever goes wrong is an {@link AssertionError} whose message says why, from the service to
 * the first cause, what the services on that way have printed last, and where a report of the whole
 * is.
 */
public final class Rig
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Rig.class);

  private final RigPlan plan;
  private final boolean shared;
  private RunningRig running;

  private Rig(RigPlan plan, boolean shared) {
    this.plan = plan;
    this.shared = shared;
  }

  /** The rig in {@code folder}, which has an {@code init.d}; nothing is written there. */
  public static Rig at(Path folder) {
    return new Rig(RigPlan.of(folder), false);
  }

  /** The same, with these running before the first test. */
  public Rig ready(String... names) {
    return new Rig(plan.ready(List.of(names)), shared);
  }

  /** The same, with so much time for the start, and for each wait; otherwise it is a minute. */
  public Rig timeout(Duration timeout) {
    return new Rig(plan.timeout(timeout), shared);
  }

  /**
   * The same, and when it has ended {@code folder} holds a page about it, its events, what became
   * of each service, and the logs.
   */
  public Rig report(Path folder) {
    return new Rig(plan.report(folder), shared);
  }

  /** The same, with a variable for linitd; scripts get it where linit.conf passes it on. */
  public Rig environment(String name, String value) {
    return new Rig(plan.environment(name, value), shared);
  }

  /**
   * The same, booted once for all classes that have a rig like this one, and ended after the last
   * of all tests that are run together: those of a suite, or of a build's JVM.
   */
  public Rig shared() {
    return new Rig(plan, true);
  }

  /**
   * Boots it where there is no JUnit; close what this gives.
   *
   * @throws AssertionError where it cannot boot
   */
  public AutoCloseable boot() {
    running = RunningRig.boot(plan, plan.folder().getFileName().toString());
    return running::close;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    lend(context);
  }

  /** A rig in a field that is not static is there for one test. */
  @Override
  public void beforeEach(ExtensionContext context) {
    if (running == null) {
      lend(context);
    }
  }

  /** Also what a test has broken by {@code linitctl fault} is whole again. */
  @Override
  public void afterEach(ExtensionContext context) {
    if (running != null) {
      running.clearFaults();
    }
  }

  private void lend(ExtensionContext context) {
    if (shared) {
      running = SharedRigs.lend(plan);
    } else {
      String label = context.getRequiredTestClass().getSimpleName();
      running =
          context
              .getStore(NAMESPACE)
              .getOrComputeIfAbsent(this, it -> new RigLease(plan, label), RigLease.class)
              .rig();
    }
    context.getStore(NAMESPACE).put(Rig.class, this);
  }

  RunningRig running() {
    if (running == null) {
      throw new IllegalStateException(
          "the rig is not booted: it needs @RegisterExtension, or boot()");
    }
    return running;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Rig.class || type == RigFaults.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Rig.class
        ? this
        : context
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                RigFaults.class, key -> new Undoing(new RigFaults(running())), Undoing.class)
            .faults();
  }

  /** Closed by JUnit at the end of the test. */
  private record Undoing(RigFaults faults) implements ExtensionContext.Store.CloseableResource {
    @Override
    public void close() {
      faults.undo();
    }
  }

  /** Starts services, and what they need; returns when they run. */
  public void start(String... names) {
    running().ask("start", Operation.start(names), names);
  }

  /** Stops services, and before them whoever needs them. */
  public void stop(String... names) {
    running().ask("stop", Operation.stop(names), names);
  }

  /** Restarts services, and whoever needs them; returns when they run. */
  public void restart(String... names) {
    running().ask("restart", Operation.restart(names), names);
  }

  /** Waits for something to become of a service. */
  public RigWait await(String name) {
    return new RigWait(running(), name);
  }

  /** All that is known of a service. */
  public ServiceStatus status(String name) {
    return running().ask("ask for", Operation.status(name), name).get(0);
  }

  public ServiceState state(String name) {
    return status(name).view().state();
  }

  /** The main process of a service; 0 where it has none. */
  public long pid(String name) {
    return status(name).view().main().pid();
  }

  /** All processes of a service, its main process among them. */
  public List<Long> pids(String name) {
    return running().pids(name);
  }

  /** The services that run. */
  public List<String> services() {
    return running().services();
  }

  /** What a script has published under {@code name}. */
  public String published(String name) {
    Map<String, String> all = running().ask("ask", Operation.published());
    if (!all.containsKey(name)) {
      throw new AssertionError(
          "the rig "
              + plan.folder()
              + ": nobody has published '"
              + name
              + "', only "
              + String.join(", ", all.keySet()));
    }
    return all.get(name);
  }

  /** The port that a script has published under {@code name}. */
  public int port(String name) {
    return Integer.parseInt(published(name));
  }

  /** The newest lines that services have printed, oldest first. */
  public List<String> logs(int lines, String... names) {
    List<String> texts = new ArrayList<>();
    for (LogLine line : running().ask("read the logs of", Operation.logs(lines, names), names)) {
      texts.add(line.text());
    }
    return texts;
  }

  /** What services print from now on. Close it, when it is of no use any more. */
  public RigLog follow(String... names) {
    return new RigLog(running(), names);
  }

  /** Runs a command with the rig's environment, and waits for its end. */
  public RigCommand exec(String... words) {
    return running().exec(List.of(words));
  }

  /** Breaks services on purpose, where no parameter of a test does. */
  public RigFaults faults() {
    return new RigFaults(running());
  }

  /** Where linitd listens, for linitctl and for other clients. */
  public Path socket() {
    return running().socket();
  }
}
