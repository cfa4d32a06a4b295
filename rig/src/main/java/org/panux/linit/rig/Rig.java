package org.panux.linit.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * <p>Whatever goes wrong is an {@link AssertionError} whose message says why, with the last lines
 * that the failed services have printed.
 */
public final class Rig implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
  static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Rig.class);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  /**
   * What a rig is like.
   *
   * @param ready what is started before the first test
   * @param timeout how long that, and each wait of a test, may take
   * @param report a folder for what is to be known afterwards
   */
  record Plan(
      Path folder,
      List<String> ready,
      Duration timeout,
      Optional<Path> report,
      Map<String, String> environment) {}

  private final Plan plan;
  private final boolean shared;
  private RunningRig running;

  private Rig(Plan plan, boolean shared) {
    this.plan = plan;
    this.shared = shared;
  }

  /** The rig in {@code folder}, which has an {@code init.d}; nothing is written there. */
  public static Rig at(Path folder) {
    return new Rig(
        new Plan(
            folder.toAbsolutePath().normalize(),
            List.of(),
            USUAL_TIMEOUT,
            Optional.empty(),
            Map.of()),
        false);
  }

  /** The same, with these running before the first test. */
  public Rig ready(String... names) {
    return new Rig(
        new Plan(plan.folder(), List.of(names), plan.timeout(), plan.report(), plan.environment()),
        shared);
  }

  /** The same, with so much time for the start, and for each wait; otherwise it is a minute. */
  public Rig timeout(Duration timeout) {
    return new Rig(
        new Plan(plan.folder(), plan.ready(), timeout, plan.report(), plan.environment()), shared);
  }

  /**
   * The same, and when it has ended {@code folder} holds a page about it, its events, what became
   * of each service, and the logs.
   */
  public Rig report(Path folder) {
    return new Rig(
        new Plan(
            plan.folder(),
            plan.ready(),
            plan.timeout(),
            Optional.of(folder.toAbsolutePath().normalize()),
            plan.environment()),
        shared);
  }

  /** The same, with a variable for linitd; scripts get it where linit.conf passes it on. */
  public Rig environment(String name, String value) {
    Map<String, String> all = new TreeMap<>(plan.environment());
    all.put(name, value);
    return new Rig(
        new Plan(plan.folder(), plan.ready(), plan.timeout(), plan.report(), Map.copyOf(all)),
        shared);
  }

  /**
   * The same, booted once for all classes that have a rig like this one, and ended after the last
   * test of all.
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
    running = RunningRig.boot(plan);
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

  private void lend(ExtensionContext context) {
    ExtensionContext.Store store =
        shared ? context.getRoot().getStore(NAMESPACE) : context.getStore(NAMESPACE);
    Object key = shared ? plan : this;
    running = store.getOrComputeIfAbsent(key, it -> new Lease(plan), Lease.class).rig();
    context.getStore(NAMESPACE).put(Rig.class, this);
  }

  /** Held by JUnit, and closed with the class, or after all classes. */
  private static final class Lease implements ExtensionContext.Store.CloseableResource {
    private final Plan plan;
    private RunningRig rig;
    private AssertionError problem;

    Lease(Plan plan) {
      this.plan = plan;
    }

    /** A rig that cannot boot is not tried again by the next class. */
    RunningRig rig() {
      if (problem != null) {
        throw problem;
      }
      if (rig == null) {
        try {
          rig = RunningRig.boot(plan);
        } catch (AssertionError e) {
          problem = e;
          throw e;
        }
      }
      return rig;
    }

    @Override
    public void close() {
      if (rig != null) {
        rig.close();
      }
    }
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

  /** The services that run. */
  public List<String> services() {
    return running().services();
  }

  /** What a script has published under {@code name}. */
  public String published(String name) {
    String value = running().ask("ask", Operation.published()).get(name);
    if (value == null) {
      throw new AssertionError("nobody has published '" + name + "'");
    }
    return value;
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

  /** Runs a command with the rig's environment, and waits for its end. */
  public RigCommand exec(String... words) {
    return running().exec(List.of(words));
  }

  /** Where linitd listens, for linitctl and for other clients. */
  public Path socket() {
    return running().socket();
  }
}
