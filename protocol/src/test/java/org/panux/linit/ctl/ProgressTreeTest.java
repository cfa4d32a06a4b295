package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

class ProgressTreeTest {
  private static final long NOW = 5000;

  private static ServiceView view(String name, ServiceState state, String reason, String... waits) {
    long took = state == ServiceState.RUNNING ? 700 : -1;
    return new ServiceView(name, state, true, 0, reason, 1000, took, List.of(waits), 1, List.of());
  }

  private static ProgressTree tree(ServiceView... views) {
    return new ProgressTree("boot", new GraphView(List.of(views), List.of()));
  }

  @Test
  void eachServiceStandsOnceBelowWhoWaitsForItWithItsTime() {
    ProgressTree tree =
        tree(
            view("boot", ServiceState.STARTING, "", "web", "mail"),
            view("web", ServiceState.STARTING, "", "db"),
            view("mail", ServiceState.STARTING, "", "db"),
            view("db", ServiceState.STARTING, ""),
            view("bad", ServiceState.FAILED, "no\u001b disk"));
    assertThat(tree.lines(NOW, 80, 24))
        .containsExactly(
            "boot: 3 starting, 1 failed, 4.0 s",
            "├─ web  waiting for db 4.0 s",
            "│  └─ db  starting 4.0 s",
            "└─ mail  waiting for db 4.0 s",
            "bad  failed no? disk");
    tree.take(view("db", ServiceState.RUNNING, ""));
    tree.take(view("web", ServiceState.RUNNING, ""));
    assertThat(tree.lines(NOW, 80, 24))
        .contains("├─ web  running 700 ms", "│  └─ db  running 700 ms");
  }

  @Test
  void whereRowsAreFewThoseThatRunAreOnlyCounted() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      names.add("s" + i);
    }
    ProgressTree tree = tree(view("boot", ServiceState.STARTING, "", names.toArray(String[]::new)));
    names.subList(0, 97).forEach(name -> tree.take(view(name, ServiceState.RUNNING, "")));
    names.subList(97, 100).forEach(name -> tree.take(view(name, ServiceState.STARTING, "")));
    assertThat(tree.lines(NOW, 80, 10))
        .containsExactly(
            "boot: 3 starting, 97 running, 4.0 s",
            "├─ s97  starting 4.0 s",
            "├─ s98  starting 4.0 s",
            "└─ s99  starting 4.0 s");
    assertThat(tree.lines(NOW, 80, 4))
        .containsExactly(
            "boot: 3 starting, 97 running, 4.0 s", "├─ s97  starting 4.0 s", "… and 2 more");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    String longest = "n".repeat(64);
    ProgressTree tree =
        tree(
            view("boot", ServiceState.STARTING, "", longest),
            view(longest, ServiceState.STARTING, "", "m".repeat(64)),
            view("m".repeat(64), ServiceState.FAILED, "r".repeat(300)));
    for (int columns : new int[] {21, 40, 80, 200}) {
      assertThat(tree.lines(NOW, columns, 24))
          .hasSize(3)
          .allMatch(line -> line.length() < columns, "fits " + columns);
    }
  }

  @Test
  void aCircleOfNeedsHasAnEnd() {
    ProgressTree tree =
        tree(
            view("boot", ServiceState.STARTING, "", "a"),
            view("a", ServiceState.STARTING, "", "b"),
            view("b", ServiceState.STARTING, "", "a", "boot"));
    assertThat(tree.lines(NOW, 80, 24)).hasSize(3);
  }
}
