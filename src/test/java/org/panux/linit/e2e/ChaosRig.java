package org.panux.linit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Sixty services of every kind, in layers that need each other, each with a process that nothing
 * else has.
 */
final class ChaosRig {
  /**
   * A service.
   *
   * @param command the command line of its process; empty where none stays
   * @param watched whether linitd sees that process end
   * @param needs what it needs by {@code dep}
   */
  record Unit(String name, String command, boolean watched, List<String> needs) {
    boolean stays() {
      return !command.isEmpty();
    }
  }

  private static final int LAYER = 12;
  private static final int LAYERS = 5;
  private static final int FIRST = 800_000;

  private final List<Unit> units = new ArrayList<>();
  private final Map<String, String> texts = new HashMap<>();
  private final TestRig rig;

  /** Adds the services to a rig; which needs which is drawn by {@code random}. */
  ChaosRig(TestRig rig, Random random) {
    this.rig = rig;
    for (int i = 0; i < LAYER * LAYERS; i++) {
      add(i, random);
    }
  }

  private void add(int index, Random random) {
    String name = "s" + index;
    int layer = index / LAYER;
    List<String> needs = new ArrayList<>();
    String wants = "";
    if (layer > 0) {
      for (int i = random.nextInt(3); i > 0; i--) {
        needs.add("s" + random.nextInt(layer * LAYER));
      }
      wants = "s" + random.nextInt(layer * LAYER);
    }
    String sleep = "sleep " + (FIRST + index);
    String depends =
        "depends() { dep " + String.join(" ", needs) + " && want " + wants + " && pause; }";
    // A fork in the middle of depends, where a kill may hit.
    String pause = "pause() { sleep 0.0" + random.nextInt(5) + "; }";
    String main = "start() { supervise -- " + sleep + "; }";
    List<String> lines = new ArrayList<>(List.of(pause, depends));
    boolean watched = true;
    switch (index % 8) {
      case 0, 1 -> {
        lines.add("restart=always restart_delay=10ms restart_limit=no");
        lines.add(main);
      }
      case 2 -> {
        lines.add("command=sleep command_args=" + (FIRST + index));
        lines.add("restart=on-failure restart_delay=20ms restart_limit=3/10s");
        lines.add("on_dep_failure=stop");
      }
      case 3 -> lines.add(main);
      case 4 -> {
        lines.add("start() { linit-sup --name $this -- " + sleep + "; }");
        lines.add("stop() { linit-sup-stop $this; }");
      }
      case 5 -> {
        String pid = "$LINIT_ROOT/run/$this.pid";
        lines.add("ready=pid:" + pid);
        lines.add("start() { (setsid " + sleep + " & echo $! >" + pid + "); }");
      }
      case 6 -> {
        lines.add("start() { (" + sleep + " &); }");
        watched = false;
      }
      default -> {
        lines.add("start() { echo $this; }");
        sleep = "";
      }
    }
    rig.script(name, lines.toArray(String[]::new)).enable(name);
    texts.put(name, String.join("\n", rig.lines("init.d/" + name)) + "\n");
    units.add(new Unit(name, sleep, watched, List.copyOf(needs)));
  }

  List<Unit> units() {
    return units;
  }

  List<String> names() {
    return units.stream().map(Unit::name).toList();
  }

  /** What the script of a service was at first. */
  String text(String name) {
    return texts.get(name);
  }

  /** Whether a linit-sup watches its process, or linitd after that. */
  boolean sup(Unit unit) {
    return texts.get(unit.name()).contains("linit-sup --name");
  }

  void write(String name, String text) throws IOException {
    Path script = rig.path("init.d/" + name);
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  TestRig rig() {
    return rig;
  }

  Unit any(Random random) {
    return units.get(random.nextInt(units.size()));
  }

  /** A few services, and all that need one of them: what is stopped with them. */
  Set<String> someWithDependents(Random random) {
    Set<String> chosen = new HashSet<>();
    List<Unit> shuffled = new ArrayList<>(units);
    Collections.shuffle(shuffled, random);
    shuffled.stream().limit(random.nextInt(4)).map(Unit::name).forEach(chosen::add);
    // Layers come one after another, so one pass finds all.
    for (Unit unit : units) {
      if (unit.needs().stream().anyMatch(chosen::contains)) {
        chosen.add(unit.name());
      }
    }
    return chosen;
  }
}
