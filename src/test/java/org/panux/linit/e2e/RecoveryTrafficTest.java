package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** linitd is killed again and again while it starts and stops services. */
class RecoveryTrafficTest {
  private static final int KILLS = 20;
  private static final int SERVICES = 8;
  private static final int REQUESTS = 6;
  private static final int FIRST = 7700;

  /** What was answered of each service; nothing where a request of it was cut off. */
  private final Map<String, Boolean> runs = new HashMap<>();

  private static TestRig rig() {
    TestRig rig = TestRig.create();
    for (int i = 0; i < SERVICES; i++) {
      String command = "sleep " + (FIRST + i);
      switch (i % 4) {
        case 0 -> rig.script("s" + i, "start() { supervise -- " + command + "; }");
        case 1 ->
            rig.script(
                "s" + i,
                "start() { linit-sup --name $this -- " + command + "; }",
                "stop() { linit-sup-stop $this; }");
        case 2 -> rig.script("s" + i, "start() { " + command + " & }");
        default ->
            rig.script("s" + i, "restart=always", "start() { supervise -- " + command + "; }");
      }
    }
    return rig;
  }

  @Test
  void whatWasAnsweredHoldsAndEachRunsOnce() {
    Random random = new Random(1);
    try (TestRig rig = rig();
        Reign reign = Reign.boot(rig)) {
      for (int kill = 0; kill < KILLS; kill++) {
        traffic(reign, random, kill % (REQUESTS + 1));
        reign.dies();
        Daemon next = reign.next();
        check(reign);
        assertThat(next.alive()).isTrue();
      }
      // What was cut off is asked for once more.
      for (int i = 0; i < SERVICES; i++) {
        if (!runs.containsKey("s" + i)) {
          boolean start = random.nextBoolean();
          assertThat(reign.linitd().ctl(start ? "start" : "stop", "s" + i).code()).isZero();
          runs.put("s" + i, start);
        }
      }
      check(reign);
    }
  }

  /** Sends some requests at once, each for another service, and reads so many answers. */
  private void traffic(Reign reign, Random random, int answers) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      names.add("s" + i);
    }
    Collections.shuffle(names, random);
    Map<Integer, Boolean> wanted = new HashMap<>();
    try (RawClient client = reign.linitd().connect()) {
      for (int id = 0; id < REQUESTS; id++) {
        int verb = random.nextInt(3);
        wanted.put(id, verb > 0);
        runs.remove(names.get(id));
        String op = new String[] {"stop", "start", "restart"}[verb];
        client.send(
            "{\"id\":" + id + ",\"op\":\"" + op + "\",\"names\":[\"" + names.get(id) + "\"]}\n");
      }
      for (int i = 0; i < answers; i++) {
        String answer = client.readLine();
        assertThat(answer).contains("\"ok\":true");
        int id = Integer.parseInt(answer.replaceAll(".*\"id\":(\\d+).*", "$1"));
        runs.put(names.get(id), wanted.get(id));
      }
    }
  }

  /** What is known of each holds, and each that runs is one process, and each other one none. */
  private void check(Reign reign) {
    Await.until(
        () -> inconsistent(reign).isEmpty(),
        () -> inconsistent(reign) + " among " + reign.linitd().processes());
    List<String> list = reign.ask("list");
    runs.forEach(
        (name, wanted) ->
            assertThat(running(list, name)).as(name + " in " + list).isEqualTo(wanted));
  }

  /** Which services are not what their processes are; those under way among them. */
  private static List<String> inconsistent(Reign reign) {
    List<String> list = reign.ask("list");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      String view = view(list, "s" + i);
      int processes = reign.pids("sleep " + (FIRST + i)).size();
      if (view.contains("\"starting\"")
          || view.contains("\"stopping\"")
          || processes != (running(list, "s" + i) ? 1 : 0)) {
        found.add(processes + " processes: " + view);
      }
    }
    return found;
  }

  private static boolean running(List<String> list, String name) {
    return view(list, name).contains("\"state\":\"running\"");
  }

  private static String view(List<String> list, String name) {
    return list.stream().filter(it -> it.contains("\"" + name + "\"")).findFirst().orElseThrow();
  }
}
