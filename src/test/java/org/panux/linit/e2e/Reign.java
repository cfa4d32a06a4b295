package org.panux.linit.e2e;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One linitd after another on the same rig. Its {@code close} stops the last one, and starts one
 * for that where it is dead, so that a test that fails leaves nothing either.
 */
final class Reign implements AutoCloseable {
  private final TestRig rig;
  private final Map<String, String> environment;
  private Daemon linitd;

  private Reign(TestRig rig, Map<String, String> environment) {
    this.rig = rig;
    this.environment = environment;
    nextStarts();
  }

  /** Starts the first one, and waits until boot is settled, and known on disk to be so. */
  static Reign boot(TestRig rig) {
    Reign reign = start(rig);
    reign.linitd.awaitBoot();
    return reign;
  }

  static Reign start(TestRig rig) {
    return start(rig, Map.of());
  }

  /** Starts the first one; each gets that in its environment. */
  static Reign start(TestRig rig, Map<String, String> environment) {
    return new Reign(rig, environment);
  }

  Daemon linitd() {
    return linitd;
  }

  void dies() {
    linitd.die();
  }

  /** The next one, once it is settled. */
  Daemon next() {
    nextStarts().awaitBoot();
    return linitd;
  }

  /** The next one, as soon as it is started. */
  Daemon nextStarts() {
    linitd = Daemon.start(rig, environment, List.of("--root", rig.root().toString()));
    return linitd;
  }

  /** Dies, and the next one comes. */
  Daemon another() {
    dies();
    return next();
  }

  /** What an op of the protocol says, its services and edges each for itself and in order. */
  List<String> ask(String op) {
    try (RawClient client = linitd.connect()) {
      String answer = client.send("{\"id\":1,\"op\":\"" + op + "\"}\n").readLine();
      return Stream.of(answer.split("(?=\\{)"))
          .map(it -> it.replaceAll("\\}.*$", ""))
          .sorted()
          .toList();
    }
  }

  /** Its processes whose pid and command line are as wanted. */
  List<String> processes(Predicate<String> wanted) {
    return linitd.processes().stream().filter(wanted).sorted().toList();
  }

  /** The pids of those of its processes whose command line is {@code command}. */
  List<Long> pids(String command) {
    return linitd.processes().stream()
        .filter(it -> it.substring(it.indexOf(' ') + 1).strip().equals(command))
        .map(it -> Long.parseLong(it.substring(0, it.indexOf(' '))))
        .toList();
  }

  /** The one process whose command line is that. */
  long pid(String command) {
    // A service runs a moment before its shell has become the program.
    count(command, 1);
    return pids(command).get(0);
  }

  /** Waits until so many processes have that command line. */
  void count(String command, int processes) {
    Await.until(() -> pids(command).size() == processes, () -> linitd.processes());
  }

  /** Kills the one process whose command line is that, and waits until it is no more. */
  void kill(String command) {
    long pid = pid(command);
    Command.run("/bin/kill", "-KILL", Long.toString(pid));
    Await.until(() -> !pids(command).contains(pid), () -> linitd.processes());
  }

  @Override
  public void close() {
    if (!linitd.alive()) {
      nextStarts();
      linitd.awaitLine(line -> line.startsWith("linitd: boot "));
    }
    linitd.close();
  }
}
