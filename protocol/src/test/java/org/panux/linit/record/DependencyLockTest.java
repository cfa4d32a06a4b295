package org.panux.linit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.GraphView.Edge;
import org.panux.linit.record.DependencyLock.Malformed;

class DependencyLockTest {
  private static final DependencyLock LOCK =
      DependencyLock.of(
          List.of(
              new Edge("web", "db", "dep"),
              new Edge("boot", "web", "want"),
              new Edge("web", "db", "dep")));

  @Test
  void linesAreSortedAndSaidOnceBelowWhatTheFileIs() {
    assertThat(LOCK.text().lines().filter(line -> !line.startsWith("#")))
        .containsExactly("boot want web", "web dep db");
    assertThat(LOCK.text()).startsWith("# ").contains("only the branches that the scripts took");
  }

  @Test
  void textIsReadBack() throws Malformed {
    assertThat(DependencyLock.parse(LOCK.text())).isEqualTo(LOCK);
  }

  @Test
  void orderCommentsAndBlanksDoNotMatter() throws Malformed {
    assertThat(DependencyLock.parse("web  dep db\r\n\n# more\n boot want web")).isEqualTo(LOCK);
  }

  @Test
  void differenceIsWhatCameAndWhatWent() throws Malformed {
    DependencyLock now = DependencyLock.parse("web want db\nboot want web\nweb dep log");

    assertThat(LOCK.diff(now)).containsExactly("- web dep db", "+ web dep log", "+ web want db");
    assertThat(LOCK.diff(LOCK)).isEmpty();
  }

  @Test
  void whatIsNoLineIsNamedWithItsNumber() {
    for (String bad :
        List.of("web needs db", "web dep", "web dep db log", "we\"b dep db", "\u001b")) {
      assertThatThrownBy(() -> DependencyLock.parse("# head\n" + bad))
          .isInstanceOf(Malformed.class)
          .hasMessageStartingWith("line 2: '")
          .hasMessageNotContainingAny("\u001b");
    }
  }
}
