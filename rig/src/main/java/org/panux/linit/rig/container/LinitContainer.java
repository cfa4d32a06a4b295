package org.panux.linit.rig.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A container with linit as its first program, of an image as docs/CONTAINERS.md makes them. It has
 * started when all that is enabled in its rig runs.
 *
 * <pre>{@code
 * @Container
 * static final LinitContainer shop =
 *     new LinitContainer("shop:1").withScript(Path.of("src/test/rig/init.d/db")).withReady("web");
 * }</pre>
 */
public final class LinitContainer extends GenericContainer<LinitContainer> {
  private static final int EXECUTABLE = 0755;

  private final List<String> enabled = new ArrayList<>();

  public LinitContainer(String image) {
    super(DockerImageName.parse(image));
    waitingFor(LinitWaitStrategy.forBoot());
  }

  /** With these running when it has started, and whatever becomes of the others. */
  public LinitContainer withReady(String... names) {
    enabled.addAll(List.of(names));
    return setCommandToRun().waitingFor(LinitWaitStrategy.forServices(names));
  }

  /** {@code linitd run} starts these in the image, whether or not they are enabled there. */
  private LinitContainer setCommandToRun() {
    List<String> words = new ArrayList<>();
    for (String name : enabled) {
      words.add("--ready=" + name);
    }
    return withCommand(words.toArray(String[]::new));
  }

  /** With an init script of this machine in its rig. */
  public LinitContainer withScript(Path script) {
    return withCopyFileToContainer(
        MountableFile.forHostPath(script, EXECUTABLE), "/etc/init.d/" + script.getFileName());
  }

  /**
   * Runs {@code linitctl} in it.
   *
   * @return what it has printed, on both streams
   * @throws AssertionError where its exit code is not 0, with what it says
   */
  public String linitctl(String... words) {
    List<String> command = new ArrayList<>(List.of("linitctl"));
    command.addAll(List.of(words));
    try {
      ExecResult result = execInContainer(command.toArray(String[]::new));
      String said = result.getStdout() + result.getStderr();
      if (result.getExitCode() != 0) {
        throw new AssertionError(
            String.join(" ", command)
                + ": exit code "
                + result.getExitCode()
                + ": "
                + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new AssertionError("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
