package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;

/**
 * Measures what the first release promises, beside its floors, alternately in one run, and prints a
 * table in Markdown. {@code args}: the folder of linit, the number of runs.
 */
public final class Bench {
  static final Predicate<String> BOOTED = line -> line.contains("boot is running");
  private static final int DEPS = 2000;
  private static final int IDLE_SECONDS = 10;

  private final Path home;
  private final int runs;
  private final Path work;

  private Bench(Path home, int runs, Path work) {
    this.home = home;
    this.runs = runs;
    this.work = work;
  }

  public static void main(String[] words) throws IOException {
    Path work = Files.createTempDirectory("linit-bench");
    try {
      new Bench(Path.of(words[0]), Integer.parseInt(words[1]), work).run();
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run() throws IOException {
    System.out.println("| what | linit | floor | ratio | target | reached |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    startUp();
    client();
    dep();
    idleAndMemory();
    new QueryBench(this, runs).run();
  }

  /** From exec to boot running on an empty rig, beside a bare actor system's first message. */
  private void startUp() throws IOException {
    Path rig = rig("empty", Map.of(), List.of());
    Jvm bare = new Jvm(work, jars(), BareAkka.class, Jvm.DAEMON).archived();
    Figures linit = new Figures();
    Figures floor = new Figures();
    for (int i = 0; i <= runs; i++) {
      double own;
      double other;
      try (Target linitd = Target.start(linitd(rig))) {
        own = linitd.untilLine(BOOTED);
      }
      try (Target akka = Target.start(bare.command("stay"))) {
        other = akka.untilLine(line -> line.contains("first message"));
      }
      if (i > 0) {
        linit.add(own);
        floor.add(other);
      }
    }
    ratio(
        "exec of `linitd` → `boot` running on an empty rig, ms; floor: bare Akka, first message",
        linit,
        floor,
        2.2);
    limit("the same, absolute, ms", linit, 400, 0);
  }

  private void client() throws IOException {
    Path rig = rig("hundred", layers(100), List.of("s99"));
    Path socket = rig.resolve("run/linit.sock");
    try (Target linitd = Target.start(linitd(rig))) {
      linitd.untilLine(BOOTED);
      Jvm bare =
          new Jvm(work, testClasses(), BareClient.class, Jvm.CLIENT).archived(socket.toString());
      for (String words : List.of("is-running s50", "status s50", "status")) {
        client(words, "", bare, socket);
      }
      client("status", "java", bare, socket);
    }
  }

  /** A question by {@code client}, {@code java} or the one that linitctl chooses. */
  private void client(String words, String client, Jvm bare, Path socket) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "LINIT_CLIENT=" + client));
    command.addAll(List.of(home.resolve("bin/linitctl").toString(), "-p", socket.toString()));
    command.addAll(List.of(words.split(" ")));
    Figures linit = new Figures();
    Figures floor = new Figures();
    for (int i = 0; i <= 2 * runs; i++) {
      double own = Target.start(command).untilEnd();
      double other = Target.start(bare.command(socket.toString())).untilEnd();
      if (i > 0) {
        linit.add(own);
        floor.add(other);
      }
    }
    ratio(
        "`linitctl "
            + words
            + "` of 100 services"
            + (client.isEmpty() ? "" : " by the Java client")
            + ", exec to exit, ms; floor: bare Java client",
        linit,
        floor,
        1.5);
  }

  /** What a script that needs a running service waits for it, without the script's own loop. */
  private void dep() throws IOException {
    String loop = "i=0; while [ $i -lt " + DEPS + " ]; do %s; i=$((i + 1)); done";
    Path rig =
        rig(
            "dep",
            Map.of(
                "a", "",
                "deps", "depends() { dep a; " + String.format(loop, "dep a") + "; }",
                "nothing", "depends() { dep a; " + String.format(loop, ":") + "; }"),
            List.of("a"));
    Figures each = new Figures();
    try (Target linitd = Target.start(linitd(rig))) {
      linitd.untilLine(BOOTED);
      try (LinitClient client = LinitClient.connect(rig.resolve("run/linit.sock"))) {
        for (int i = 0; i <= runs; i++) {
          double figure = (took(client, "deps") - took(client, "nothing")) * 1000.0 / DEPS;
          if (i > 0) {
            each.add(figure);
          }
        }
      }
    }
    limit("one `dep` on a running service, seen from the script, µs", each, 300, 0);
  }

  static long took(LinitClient client, String name) throws IOException {
    client.ask(Operation.stop(name));
    client.ask(Operation.start(name));
    return client.ask(Operation.status(name)).get(0).view().took();
  }

  private void idleAndMemory() throws IOException {
    Path rig = work.resolve("hundred");
    Jvm bare = new Jvm(work, jars(), BareAkka.class, Jvm.DAEMON);
    Figures wakeUps = new Figures();
    Figures memory = new Figures();
    Figures own = new Figures();
    Figures floor = new Figures();
    for (int i = 0; i < Math.max(3, runs / 3); i++) {
      try (Target linitd = Target.start(linitd(rig));
          Target akka = Target.start(bare.command("stay"))) {
        linitd.untilLine(BOOTED);
        pause(IDLE_SECONDS);
        long before = linitd.switches();
        pause(IDLE_SECONDS);
        wakeUps.add((double) (linitd.switches() - before) / IDLE_SECONDS);
        memory.add(linitd.status("VmRSS") / 1000.0);
        own.add(linitd.privateKilobytes() / 1000.0);
        floor.add(akka.status("VmRSS") / 1000.0);
      }
    }
    limit("idle, wake-ups of all threads a second, 100 services booted", wakeUps, 15, 1);
    limit(
        "RSS after a boot of 100 services, MB; bare Akka beside it " + floor.show(1),
        memory,
        90,
        1);
    System.out.println("| private memory of the same, MB | " + own.show(1) + " | | | | |");
  }

  static void pause(int seconds) {
    try {
      Thread.sleep(seconds * 1000L);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void ratio(String what, Figures linit, Figures floor, double target) {
    double ratio = linit.median() / floor.median();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %.2f | ≤ %.1f | %s |%n",
        what,
        linit.show(0),
        floor.show(0),
        ratio,
        target,
        ratio <= target ? "yes" : "no");
  }

  private static void limit(String what, Figures figure, double target, int digits) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | | | < %.0f | %s |%n",
        what,
        figure.show(digits),
        target,
        figure.median() < target ? "yes" : "no");
  }

  /** Without a target: how much of the floor it is. */
  static void beside(String what, Figures figure, Figures floor) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %.2f | | |%n",
        what,
        figure.show(0),
        floor.show(0),
        figure.median() / floor.median());
  }

  /** A bare program with the flags of linitd. */
  Jvm bare(Class<?> main) throws IOException {
    return new Jvm(work, jars(), main, Jvm.DAEMON);
  }

  /** Of {@code figure} there are 10,000 or more. */
  static void atLeast(String what, Figures figure) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | | | ≥ 10000 | %s |%n",
        what,
        figure.show(0),
        figure.median() >= 10_000 ? "yes" : "no");
  }

  List<String> linitd(Path rig) {
    return List.of(home.resolve("bin/linitd").toString(), "--root", rig.toString());
  }

  private String jars() throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("lib/linit/java"))) {
      return testClasses()
          + ":"
          + jars.map(Path::toString)
              .filter(jar -> jar.endsWith(".jar"))
              .sorted()
              .collect(Collectors.joining(":"));
    }
  }

  /** An archive needs jars, so the bare programs are packed into one. */
  private String testClasses() {
    return System.getProperty("bench.jar");
  }

  /** Ten layers; each service needs three of the layer below. */
  private static Map<String, String> layers(int count) {
    int width = count / 10;
    return IntStream.range(0, count)
        .boxed()
        .collect(
            Collectors.toMap(
                i -> "s" + i,
                i -> {
                  if (i == count - 1) {
                    // The last one pulls in its whole layer, and with it everything.
                    List<String> all = new ArrayList<>();
                    for (int j = count - width - width; j < count - width; j++) {
                      all.add("s" + j);
                    }
                    for (int j = count - width; j < count - 1; j++) {
                      all.add("s" + j);
                    }
                    return "depends() { dep " + String.join(" ", all) + "; }";
                  }
                  if (i < width) {
                    return "";
                  }
                  int below = (i / width - 1) * width;
                  return "depends() { dep s"
                      + (below + i % width)
                      + " s"
                      + (below + (i + 1) % width)
                      + " s"
                      + (below + (i + 3) % width)
                      + "; }";
                }));
  }

  Path rig(String name, Map<String, String> scripts, List<String> enabled) throws IOException {
    Path rig = work.resolve(name);
    Files.createDirectories(rig.resolve("init.d"));
    Files.createDirectories(rig.resolve("rc.d"));
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      Path file = rig.resolve("init.d").resolve(script.getKey());
      Files.writeString(file, "#!/etc/rc.common\n" + script.getValue() + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (String service : enabled) {
      Files.createSymbolicLink(rig.resolve("rc.d").resolve(service), Path.of("../init.d", service));
    }
    return rig;
  }
}
