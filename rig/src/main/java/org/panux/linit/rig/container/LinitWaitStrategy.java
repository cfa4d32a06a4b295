package org.panux.linit.rig.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until services in a container run, as linit in it says: {@code linitctl} returns at the
 * event, and fails at the moment when they can no longer come to run. Then the message says why,
 * and what the services have printed last.
 */
public final class LinitWaitStrategy extends AbstractWaitStrategy {
  private static final int DONE = 0;
  private static final int NO_LINITD = 7;
  private static final int TIMED_OUT = 124;

  /** Until there is a linitd that can be asked, there is nothing that could tell of it. */
  private static final long RETRY_MILLIS = 50;

  private final List<String> names;

  private LinitWaitStrategy(List<String> names) {
    this.names = names;
  }

  /** Until all that is enabled runs; what has failed of it is a failure. */
  public static LinitWaitStrategy forBoot() {
    return new LinitWaitStrategy(List.of());
  }

  /**
   * Until these run, which are started where nobody has done so; whatever becomes of the others.
   */
  public static LinitWaitStrategy forServices(String... names) {
    return new LinitWaitStrategy(List.of(names));
  }

  @Override
  protected void waitUntilReady() {
    long deadline = System.nanoTime() + startupTimeout.toNanos();
    ExecResult waited = ask(deadline);
    while (waited.getExitCode() == NO_LINITD) {
      if (!waitStrategyTarget.isRunning()) {
        throw failed("the container has ended");
      }
      if (System.nanoTime() - deadline >= 0) {
        throw failed("there is no linitd after " + startupTimeout.toSeconds() + " s");
      }
      pause();
      waited = ask(deadline);
    }
    if (waited.getExitCode() == DONE && names.isEmpty()) {
      // Boot is over; what has failed of it, it says itself.
      waited = exec(List.of("linitctl", "boot"));
    }
    if (waited.getExitCode() == TIMED_OUT) {
      throw failed("not ready after " + startupTimeout.toSeconds() + " s" + why());
    }
    if (waited.getExitCode() != DONE) {
      throw failed((waited.getStdout() + waited.getStderr()).strip() + why());
    }
  }

  /** What is enabled, linitd starts by itself; what is not may not even have been asked for yet. */
  private ExecResult ask(long deadline) {
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    String verb = names.isEmpty() ? "wait" : "start";
    List<String> words = new ArrayList<>(List.of("linitctl", verb, "--timeout", left + "ms"));
    words.addAll(names.isEmpty() ? List.of("boot") : names);
    return exec(words);
  }

  private ExecResult exec(List<String> words) {
    try {
      return waitStrategyTarget.execInContainer(words.toArray(String[]::new));
    } catch (IOException | UnsupportedOperationException e) {
      throw new ContainerLaunchException("cannot run linitctl in the container", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerLaunchException("interrupted", e);
    } catch (IllegalStateException e) {
      throw failed("the container has ended");
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerLaunchException("interrupted", e);
    }
  }

  /** From what is not ready to the first cause, and what that has printed. */
  private String why() {
    List<String> lost = names;
    if (names.isEmpty()) {
      lost =
          Stream.of("failed", "starting")
              .flatMap(
                  state -> exec(List.of("linitctl", "list", "--state", state)).getStdout().lines())
              .map(line -> line.split(" ")[0])
              .filter(name -> !name.equals("NAME") && !name.equals("boot"))
              .toList();
    }
    if (lost.isEmpty()) {
      return "";
    }
    List<String> words = new ArrayList<>(List.of("linitctl", "why"));
    words.addAll(lost);
    return "\n" + exec(words).getStdout().strip().indent(2).stripTrailing();
  }

  private ContainerLaunchException failed(String what) {
    return new ContainerLaunchException(
        "the rig in " + waitStrategyTarget.getContainerInfo().getConfig().getImage() + ": " + what);
  }
}
