package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BootTest {
  @ParameterizedTest
  @EnumSource
  void startsWhatItNeedsFirst(Shell shell) {
    try (TestRig rig = TestRig.create().shell(shell)) {
      rig.script("web", "depends() { dep db cache; }", "start() { echo web >>$LINIT_ROOT/order; }")
          .script("cache", "start() { echo cache >>$LINIT_ROOT/order; }")
          .script("db", "depends() { dep cache; }", "start() { echo db >>$LINIT_ROOT/order; }")
          .enable("web");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.said()).anyMatch(line -> line.contains("boot is running"));
        assertThat(rig.lines("order")).containsExactly("cache", "db", "web");
        assertThat(linitd.ctl("is-running", "web")).isEqualTo(new Result(0, "", ""));
        assertThat(linitd.ctl("graph").out())
            .isEqualTo(
                """
                boot  running
                └─ web  running  (wanted)
                   ├─ db  running
                   │  └─ cache  running
                   └─ cache  running
                """);
      }
    }
  }

  @Test
  void passesOverWhatIsNoServiceNameInRcd() {
    try (TestRig rig = TestRig.create().script("web").enable("web")) {
      rig.file("rc.d/web~", "left by an editor", "rw-r--r--");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.said()).anyMatch(line -> line.contains("boot is running"));
        assertThat(rig.lines("log/boot.log"))
            .containsExactly(
                "boot: passing over " + rig.path("rc.d/web~") + ": that is no service name");
      }
    }
  }
}
