package org.panux.linit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** What is done to a {@link ChaosRig} and its linitd, and undone again. */
final class ChaosFaults {
  /** The kinds of faults. */
  enum Kind {
    /** SIGKILL to the main process of a service. */
    KILL_SERVICE,
    /** SIGKILL to a shell that runs a script, or to one that stays. */
    KILL_SCRIPT,
    /** SIGKILL to a linit-sup, whose process then runs on. */
    KILL_SUP,
    /** SIGKILL to the log writer. */
    KILL_LOG_WRITER,
    /** A client asks for something and is gone before the answer. */
    LOSE_CLIENT,
    /** SIGKILL to a linitctl that waits. */
    KILL_LINITCTL,
    /** SIGSTOP to any process of a service, SIGCONT when the round ends. */
    FREEZE,
    /** SIGSTOP to linitd, and soon SIGCONT. */
    FREEZE_LINITD,
    /** Not a byte left where linitd and the logs write. */
    FILL_DISK,
    /** Not a descriptor left for linitd. */
    EXHAUST_DESCRIPTORS,
    /** The clock leaps by hours, forwards or back. */
    STEP_CLOCK,
    /** A script is written anew, or is no program for a while. */
    EDIT_SCRIPT,
    /** SIGKILL to linitd, and the next one comes. */
    KILL_LINITD
  }

  private static final int HOURS = 48;

  private final ChaosRig rig;
  private final ChaosClock clock;
  private final Random random;
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
  private final List<RawClient> clients = new ArrayList<>();
  private final List<Long> frozen = new ArrayList<>();
  private final List<Process> commands = new ArrayList<>();
  private final Set<String> edited = new HashSet<>();
  private final Path filler;
  private final boolean ownDisk;
  private boolean full;

  /**
   * @param ownDisk whether the rig lies on a small disk of its own, which may be filled
   */
  ChaosFaults(ChaosRig rig, ChaosClock clock, boolean ownDisk, Random random) {
    this.rig = rig;
    this.clock = clock;
    this.ownDisk = ownDisk;
    this.random = random;
    this.filler = rig.rig().path("filler");
  }

  /** How many of each kind there have been. */
  Map<Kind, Integer> done() {
    return done;
  }

  /** Does one, where it can be done now. */
  void inject(Kind kind, Reign reign) {
    Daemon linitd = reign.linitd();
    boolean hit =
        switch (kind) {
          case KILL_SERVICE -> killService(linitd);
          case KILL_SCRIPT -> killScript(linitd);
          case KILL_SUP -> signalOne(linitd, "KILL", ".*/linit-sup .*");
          case KILL_LOG_WRITER -> signalLogWriter();
          case LOSE_CLIENT -> loseClient(linitd);
          case KILL_LINITCTL -> killLinitctl();
          case FREEZE -> freeze(linitd);
          case FREEZE_LINITD -> freezeLinitd(linitd);
          case FILL_DISK -> fillDisk();
          case EXHAUST_DESCRIPTORS -> exhaustDescriptors(linitd);
          case STEP_CLOCK -> clock.step(random.nextInt(2 * HOURS) - HOURS);
          case EDIT_SCRIPT -> editScript();
          case KILL_LINITD -> killLinitd(reign);
        };
    if (hit) {
      done.merge(kind, 1, Integer::sum);
    }
  }

  /** A start, stop or restart of some services that nobody waits for. */
  void traffic(Daemon linitd) {
    clients.add(send(linitd));
  }

  private RawClient send(Daemon linitd) {
    String op = List.of("start", "stop", "restart", "start").get(random.nextInt(4));
    String names = "\"" + rig.any(random).name() + "\",\"" + rig.any(random).name() + "\"";
    return linitd.connect().send("{\"id\":1,\"op\":\"" + op + "\",\"names\":[" + names + "]}\n");
  }

  private boolean signalOne(Daemon linitd, String signal, String pattern) {
    List<String> all =
        linitd.processes().stream().filter(it -> it.matches("\\d+" + pattern)).toList();
    if (all.isEmpty()) {
      return false;
    }
    return signal(signal, pid(all.get(random.nextInt(all.size()))));
  }

  /** One whose end linitd promises to see. */
  private boolean killService(Daemon linitd) {
    ChaosRig.Unit unit = rig.any(random);
    return unit.stays() && unit.watched() && signalOne(linitd, "KILL", " " + unit.command() + " ?");
  }

  /** A shell of its own, one that stays, or a subshell of that. */
  private boolean killScript(Daemon linitd) {
    if (signalOne(linitd, "KILL", ".*/linit-(start|stop) .*")) {
      return true;
    }
    List<String> shells = linitd.shells();
    return !shells.isEmpty() && signal("KILL", pid(shells.get(random.nextInt(shells.size()))));
  }

  private static long pid(String process) {
    return Long.parseLong(process.substring(0, process.indexOf(' ')));
  }

  /** Whether it reached anyone: the process may have ended before. */
  private static boolean signal(String signal, long pid) {
    return Command.run("/bin/kill", "-" + signal, Long.toString(pid)).code() == 0;
  }

  private boolean signalLogWriter() {
    return Leftovers.of(rig.rig()).stream()
        .filter(it -> it.contains(".log.LogWriter "))
        .findFirst()
        .map(it -> signal("KILL", pid(it)))
        .orElse(false);
  }

  private boolean loseClient(Daemon linitd) {
    if (random.nextBoolean()) {
      try (RawClient client = linitd.connect()) {
        client.send("{\"id\":1,\"op\":\"start\",\"na");
      }
    } else {
      send(linitd).close();
    }
    return true;
  }

  private boolean killLinitctl() {
    String verb = List.of("restart", "wait", "stop", "start").get(random.nextInt(4));
    ProcessBuilder builder =
        Command.builder(
            Map.of("LINITSOCK", rig.rig().socket().toString()),
            List.of(Command.bin("linitctl"), verb, rig.any(random).name()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      commands.add(builder.start());
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean freeze(Daemon linitd) {
    List<String> all = linitd.processes();
    if (all.isEmpty()) {
      return false;
    }
    long pid = pid(all.get(random.nextInt(all.size())));
    frozen.add(pid);
    return signal("STOP", pid);
  }

  private boolean freezeLinitd(Daemon linitd) {
    linitd.signal("STOP");
    traffic(linitd);
    pause();
    linitd.signal("CONT");
    return true;
  }

  private boolean fillDisk() {
    if (!ownDisk || full) {
      return false;
    }
    byte[] block = new byte[4096];
    try {
      while (true) {
        Files.write(filler, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      // It is full.
    }
    full = true;
    return true;
  }

  /** For a while: what is asked for meanwhile fails, or waits. */
  private boolean exhaustDescriptors(Daemon linitd) {
    String pid = Long.toString(linitd.pid());
    long now;
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      now = open.count();
    } catch (IOException e) {
      return false;
    }
    limitDescriptors(pid, now + random.nextInt(4) + ":");
    for (int i = 0; i < 8; i++) {
      traffic(linitd);
    }
    pause();
    limitDescriptors(pid, "4096:");
    return true;
  }

  private static void limitDescriptors(String pid, String limit) {
    Command.run("prlimit", "--pid", pid, "--nofile=" + limit);
  }

  /**
   * In place, as some editors do, so that half of it may be read; or it is no program meanwhile.
   */
  private boolean editScript() {
    String name = rig.any(random).name();
    String text = rig.text(name);
    edited.add(name);
    Path script = rig.rig().path("init.d/" + name);
    try {
      if (random.nextBoolean()) {
        Files.writeString(script, text.substring(0, random.nextInt(text.length())));
      } else {
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
      }
      pause();
      rig.write(name, text + "# edited\n");
    } catch (IOException e) {
      // The disk is full: it stays as it is until that is over.
    }
    return true;
  }

  private boolean killLinitd(Reign reign) {
    if (full) {
      // What could not be written down is not known to the next one: that is no promise.
      return false;
    }
    reign.dies();
    reign.nextStarts().awaitBoot();
    return true;
  }

  /** A moment in which things may happen. */
  void pause() {
    try {
      Thread.sleep(random.nextInt(60));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends all that still goes on, so that the rig can come to rest. */
  void undo() {
    try {
      Files.deleteIfExists(filler);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    full = false;
    try {
      for (String name : edited) {
        rig.write(name, rig.text(name));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    edited.clear();
    frozen.forEach(pid -> signal("CONT", pid));
    frozen.clear();
    commands.forEach(Process::destroyForcibly);
    commands.clear();
    clients.forEach(RawClient::close);
    clients.clear();
  }
}
