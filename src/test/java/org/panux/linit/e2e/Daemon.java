package org.panux.linit.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running linitd. Its {@code close} stops it and checks that nothing is left. */
final class Daemon implements AutoCloseable {
  /** Comes behind all that it prints. */
  private static final String END = "\0";

  /** In the command line of a shell that stays. */
  static final String WARM = "/linit-warm";

  private static final Pattern MOVING =
      Pattern.compile("\"name\":\"([^\"]*)\",\"state\":\"(?:starting|stopping|failed)\"");

  private static final Pattern PID = Pattern.compile("\"pid\":([0-9]+)");

  private final TestRig rig;
  private final Process process;
  private final LinkedBlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private Path socket;
  private boolean booted;

  private Daemon(TestRig rig, Process process) {
    this.rig = rig;
    this.process = process;
    this.socket = rig.socket();
    Thread reader = new Thread(this::read, "linitd stderr");
    reader.setDaemon(true);
    reader.start();
  }

  static Daemon start(TestRig rig, String... options) {
    List<String> words = new ArrayList<>(List.of("--root", rig.root().toString()));
    words.addAll(Arrays.asList(options));
    return start(rig, Map.of(), words);
  }

  /** Starts linitd with these words behind its name, and with that in its environment. */
  static Daemon start(TestRig rig, Map<String, String> environment, List<String> words) {
    List<String> command = new ArrayList<>(List.of(Command.bin("linitd")));
    command.addAll(words);
    return run(rig, environment, command);
  }

  /** Starts a command that becomes linitd. */
  static Daemon run(TestRig rig, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = Command.builder(environment, command);
    builder.redirectErrorStream(true);
    try {
      return new Daemon(rig, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        unread.add(line);
      }
    } catch (IOException e) {
      said.add("cannot read linitd's output: " + e);
    }
    unread.add(END);
  }

  /** Waits until boot runs or has failed, and gives the line that says so. */
  String awaitBoot() {
    booted = true;
    return awaitLine(line -> line.startsWith("linitd: boot "));
  }

  /** Waits for a line of linitd's own output. */
  String awaitLine(Predicate<String> wanted) {
    try {
      while (true) {
        String line = unread.poll(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
          throw new AssertionError("linitd did not say it; it said " + said);
        }
        if (wanted.test(line)) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Everything that it has printed so far. */
  List<String> said() {
    return said;
  }

  /** Whether it lives, how it has ended where it does not, and what it has printed. */
  String fate() {
    return (process.isAlive() ? "it lives" : "it ended with " + process.exitValue())
        + "; it said "
        + said;
  }

  TestRig rig() {
    return rig;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Its socket is not where that of a rig is. */
  void listensAt(Path path) {
    socket = path;
  }

  /** Runs linitctl against it. */
  Result ctl(String... words) {
    List<String> command = new ArrayList<>(List.of(Command.bin("linitctl")));
    command.addAll(Arrays.asList(words));
    return Command.run(Map.of("LINITSOCK", rig.socket().toString()), command);
  }

  /**
   * Starts these, each of which has to run then. A client's own words are the tests' of linitctl.
   */
  void start(String... names) {
    ask("start", names);
  }

  /** Stops these, each of whose stop scripts has to succeed. */
  void stop(String... names) {
    ask("stop", names);
  }

  /** Restarts these, each of which has to run then. */
  void restart(String... names) {
    ask("restart", names);
  }

  private void ask(String op, String... names) {
    try (RawClient client = connect()) {
      String list = "[\"" + String.join("\",\"", names) + "\"]";
      String answer =
          client.send("{\"id\":1,\"op\":\"" + op + "\",\"names\":" + list + "}\n").readLine();
      if (answer == null || !answer.startsWith("{\"id\":1,\"ok\":true")) {
        throw new AssertionError(op + " " + list + ": " + answer);
      }
    }
  }

  /** What it says of a service, as a line of JSON; nothing where it does not know it. */
  String view(String name) {
    try (RawClient client = connect()) {
      String list = client.send("{\"id\":1,\"op\":\"list\"}\n").readLine();
      int from = list.indexOf("{\"name\":\"" + name + "\",");
      return from < 0 ? "" : list.substring(from, list.indexOf('}', from));
    }
  }

  /** The pid of its main process, 0 while there is none. */
  long pid(String name) {
    Matcher pid = PID.matcher(view(name));
    return pid.find() ? Long.parseLong(pid.group(1)) : 0;
  }

  boolean runs(String name) {
    return view(name).contains("\"state\":\"running\"");
  }

  /** What commands and scripts outside need to find it and its rig. */
  Map<String, String> environment() {
    return Map.of("LINITSOCK", rig.socket().toString(), "LINIT_ROOT", rig.root().toString());
  }

  /** A bare connection to its socket. */
  RawClient connect() {
    return RawClient.connect(socket, this::evidence);
  }

  /** What there is to be seen of a linitd that does not answer. */
  private String evidence() {
    StringBuilder seen = new StringBuilder("; it said " + said + "; processes: " + all());
    for (String question : new String[] {"list", "why"}) {
      seen.append("; linitctl ").append(question).append(": ");
      try {
        String list = ctl("--json", "list").text();
        seen.append(question.equals("list") ? list : why(list).text());
      } catch (AssertionError e) {
        seen.append(e.getMessage());
      }
    }
    return seen.toString();
  }

  /** Why those services are as they are that are under way or have failed. */
  private Result why(String list) {
    List<String> words = new ArrayList<>(List.of("why"));
    Matcher moving = MOVING.matcher(list);
    while (moving.find()) {
      words.add(moving.group(1));
    }
    return words.size() == 1
        ? new Result(0, "nothing starts", "")
        : ctl(words.toArray(String[]::new));
  }

  /** Sends a signal, by name. */
  void signal(String name) {
    Result result = Command.run("/bin/kill", "-" + name, Long.toString(pid()));
    if (result.code() != 0) {
      throw new AssertionError(result.err());
    }
  }

  /** Waits until it has ended, and gives its exit code. */
  int awaitExit() {
    try {
      if (!process.waitFor(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("linitd does not end; it said " + said);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** SIGKILL: its services run on, and another linitd must come to end them. */
  void die() {
    signal("KILL");
    awaitExit();
  }

  /** SIGTERM, and its exit code. */
  int stop() {
    if (process.isAlive()) {
      // It may end by itself at this very moment. The process itself would close what it prints to.
      process.toHandle().destroy();
    }
    return awaitExit();
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        int code = stop();
        if (booted && code != 0) {
          throw new AssertionError("linitd ended with " + code + "; it said " + said);
        }
      }
      assertNothingLeft();
      Recordings.replay(rig.path("log"));
    } finally {
      process.destroyForcibly();
    }
  }

  /** No process of the rig, and no file of linitd's state. */
  void assertNothingLeft() {
    List<String> left = all();
    if (!left.isEmpty()) {
      throw new AssertionError("processes are left: " + left);
    }
    for (String file :
        new String[] {"run/linit.sock", "run/channels", "run/linitd.lock", "run/state"}) {
      if (Files.exists(rig.path(file))) {
        throw new AssertionError("left behind: " + rig.path(file));
      }
    }
  }

  /** The processes that the rig's scripts have started and that still run. */
  List<String> processes() {
    return all().stream()
        .filter(process -> !isLogWriter(process) && !process.contains(WARM))
        .toList();
  }

  /** Whether it is the log writer, or the script that becomes it. */
  private static boolean isLogWriter(String process) {
    return process.contains(".log.LogWriter ") || process.contains("/linit-log ");
  }

  /** The shells that stay, and what runs in their subshells. */
  List<String> shells() {
    return all().stream().filter(process -> process.contains(WARM)).toList();
  }

  /** Waits for such a process: one that has only just been started is not yet what it becomes. */
  void awaitProcess(Predicate<String> wanted) {
    Await.until(() -> processes().stream().anyMatch(wanted), this::processes);
  }

  /** The same, and the log writer. */
  private List<String> all() {
    return Leftovers.of(rig);
  }
}
