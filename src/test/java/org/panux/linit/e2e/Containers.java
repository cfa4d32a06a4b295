package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The containers of a test, with the images that {@code scripts/test-containers} has built. */
final class Containers implements AutoCloseable {
  static final String VARIABLE = "LINIT_TEST_IMAGE";
  static final String NEEDED = "needs a Docker engine: run scripts/test-containers";
  static final String LINIT = System.getenv(VARIABLE);

  private final TestRig rig = TestRig.create();
  private final List<String> started = new ArrayList<>();

  /** The scripts that {@link #startRig} has in the container. */
  TestRig rig() {
    return rig;
  }

  @Override
  public void close() {
    if (!started.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("rm", "-f"));
      words.addAll(started);
      docker(words.toArray(String[]::new));
    }
    rig.close();
  }

  /** Has this one removed in the end, which the test has started itself. */
  void remember(String id) {
    started.add(id);
  }

  Result docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    return Command.run(Map.of(), command);
  }

  /** What a command of docker answers that has to succeed. */
  String done(String... words) {
    Result result = docker(words);
    assertThat(result.code()).as(result.text()).isZero();
    return result.out().strip();
  }

  /** Starts a container with these options, separated by spaces, and words. */
  String start(String options, String image, String... words) {
    List<String> command = new ArrayList<>(List.of("run", "-d"));
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split(" ")));
    }
    command.add(image);
    command.addAll(List.of(words));
    String id = done(command.toArray(String[]::new));
    started.add(id);
    return id;
  }

  /** Starts one of linit's image with the rig's scripts in it. */
  String startRig(String options, String... words) {
    String mounts =
        "-v " + rig.path("init.d") + ":/etc/init.d:ro -v " + rig.path("rc.d") + ":/etc/rc.d:ro";
    return start((options + " " + mounts).strip(), LINIT, words);
  }

  /** Waits until it has ended. */
  int exitCode(String id) {
    return Integer.parseInt(done("wait", id));
  }

  /** All that it has printed until now. */
  String logs(String id) {
    return docker("logs", id).text();
  }

  void awaitLog(String id, String wanted) {
    Await.until(() -> logs(id).contains(wanted), () -> "before '" + wanted + "': " + logs(id));
  }

  void awaitBoot(String id) {
    // It cannot be asked before its socket is there, which has no event outside of it.
    Await.until(() -> docker("exec", id, "linitctl", "wait", "boot").code() != 7, () -> logs(id));
    assertThat(docker("exec", id, "linitctl", "is-running", "boot").code()).as(logs(id)).isZero();
  }
}
