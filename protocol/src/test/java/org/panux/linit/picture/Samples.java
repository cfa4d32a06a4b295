package org.panux.linit.picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.record.Recording;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;
import org.panux.linit.record.SimulatedBoot;
import org.panux.linit.record.SimulatedBoot.Step;

/** Boots as they might be, of few and of many services. */
final class Samples {
  private Samples() {}

  /** A small server, of whose services one fails. */
  static Recording dozen() {
    Map<String, List<Step>> rig = new LinkedHashMap<>();
    rig.put("boot", List.of(Step.work(9000), Step.call("want", "cron", "metrics", "sshd", "web")));
    rig.put("cron", List.of(Step.call("dep", "syslog"), Step.work(35_000)));
    rig.put("metrics", List.of(Step.call("dep", "network", "syslog"), Step.work(210_000)));
    rig.put("sshd", List.of(Step.call("dep", "network"), Step.work(160_000)));
    rig.put("web", List.of(Step.work(20_000), Step.call("dep", "app"), Step.work(140_000)));
    rig.put(
        "app",
        List.of(
            Step.call("dep", "postgresql", "redis"),
            Step.work(330_000),
            Step.call("after", "metrics"),
            Step.work(90_000)));
    rig.put("postgresql", List.of(Step.call("dep", "mount", "syslog"), Step.work(740_000)));
    rig.put("redis", List.of(Step.call("dep", "mount"), Step.work(120_000)));
    rig.put("network", List.of(Step.call("dep", "udev"), Step.work(410_000)));
    rig.put("syslog", List.of(Step.call("dep", "mount"), Step.work(30_000)));
    rig.put("mount", List.of(Step.call("dep", "udev"), Step.work(95_000)));
    rig.put("udev", List.of(Step.work(260_000)));
    return failed(SimulatedBoot.of(rig), "metrics", "start exited with 3: no route to <host>");
  }

  /** As many services as that, in a few layers. */
  static Recording many(int count) {
    Random random = new Random(7);
    Map<String, List<Step>> rig = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    String[] words = {"mount", "net", "db", "queue", "cache", "api", "worker", "proxy", "probe"};
    for (int i = 0; i < count; i++) {
      int layer = i * words.length / count;
      String name = words[layer] + "-" + (i - (layer * count + words.length - 1) / words.length);
      List<Step> script = new ArrayList<>();
      List<String> needs = new ArrayList<>();
      for (int need = random.nextInt(4); need > 0 && layer > 0; need--) {
        int from = Math.max(0, (layer - 1 - random.nextInt(2)) * count / words.length);
        String other = names.get(from + random.nextInt(layer * count / words.length - from));
        if (!needs.contains(other)) {
          needs.add(other);
        }
      }
      if (!needs.isEmpty()) {
        script.add(new Step(0, random.nextInt(5) == 0 ? "want" : "dep", needs));
      }
      script.add(Step.work(3000 + (long) (180_000 * Math.pow(random.nextDouble(), 3))));
      rig.put(name, script);
      names.add(name);
    }
    rig.put("boot", List.of(Step.work(9000), new Step(0, "want", names)));
    Recording recording = SimulatedBoot.of(rig);
    return failed(recording, names.get(count / 2), "timed out after 30 s");
  }

  private static Recording failed(Recording recording, String name, String reason) {
    List<Start> starts = new ArrayList<>();
    for (Start it : recording.starts()) {
      List<Wait> waits =
          it.waits().stream()
              .map(
                  wait ->
                      wait.target().equals(name)
                          ? new Wait(
                              name,
                              wait.kind(),
                              wait.group(),
                              wait.fromUs(),
                              wait.untilUs(),
                              "failed")
                          : wait)
              .toList();
      boolean its = it.name().equals(name);
      starts.add(
          new Start(
              it.name(),
              it.by(),
              it.kind(),
              it.nth(),
              it.askedUs(),
              it.launchedUs(),
              it.endedUs(),
              its ? "failed" : it.state(),
              its ? 1 : 0,
              its ? reason : "",
              waits));
    }
    return new Recording(recording.beganMs(), recording.nowUs(), recording.target(), starts);
  }

  /** The graph that linitd would have discovered in {@code recording}. */
  static GraphView graph(Recording recording) {
    List<ServiceView> services = new ArrayList<>();
    List<GraphView.Edge> edges = new ArrayList<>();
    for (Start start : recording.starts()) {
      services.add(
          new ServiceView(
              start.name(),
              ServiceState.of(start.state()).orElseThrow(),
              true,
              start.code(),
              start.reason(),
              recording.beganMs() + start.endedUs() / 1000,
              (start.endedUs() - start.askedUs()) / 1000,
              List.of(),
              1,
              List.of()));
      start
          .waits()
          .forEach(it -> edges.add(new GraphView.Edge(start.name(), it.target(), it.kind())));
    }
    return new GraphView(services, edges);
  }
}
