package org.panux.linit.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** What is kept of the changes. */
class ChangesTest {
  private final Changes changes = new Changes(100);

  /** Of a service that waits for so many others. */
  private static Change change(String name, int waiting) {
    List<String> names = new ArrayList<>(Collections.nCopies(waiting, "x"));
    ServiceView view =
        new ServiceView(name, ServiceState.STARTING, true, 0, "", 1, -1, names, 1, List.of());
    return Change.about(view, 1);
  }

  @Test
  void theNewestAreKept() {
    assertThat(changes.reaches(0)).isTrue();
    for (int i = 1; i <= 250; i++) {
      changes.add(change("s" + i, 0));
    }
    assertThat(changes.newest()).isEqualTo(250);
    assertThat(changes.reaches(149)).isFalse();
    assertThat(changes.reaches(150)).isTrue();
    for (long i = 151; i <= 250; i++) {
      assertThat(changes.get(i).service().name()).isEqualTo("s" + i);
    }
  }

  @Test
  void largeOnesTakeThePlaceOfMany() {
    for (int i = 1; i <= 50; i++) {
      changes.add(change("s" + i, 200));
    }
    assertThat(changes.reaches(47)).isTrue();
    assertThat(changes.reaches(40)).isFalse();
    changes.add(change("huge", 10_000));
    assertThat(changes.reaches(50)).isTrue();
    assertThat(changes.reaches(49)).isFalse();
    assertThat(changes.get(51).service().name()).isEqualTo("huge");
  }
}
