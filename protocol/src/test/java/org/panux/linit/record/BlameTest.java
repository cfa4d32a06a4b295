package org.panux.linit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.panux.linit.record.Blame.Row;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

class BlameTest {
  private static Start start(String name, long asked, long launched, long ended, Wait... waits) {
    return new Start(
        name, "", "client", 1, asked, launched, ended, "running", 0, "", List.of(waits));
  }

  private static Wait wait(long group, long from, long until) {
    return new Wait("db", "dep", group, from, until, "running");
  }

  private static List<Row> rows(Start... starts) {
    return Blame.of(new Recording(0, 5000, "boot", List.of(starts))).rows();
  }

  @Test
  void ownTimeAndWaitingAreApartAndTheLongestOwnTimeIsFirst() {
    assertThat(rows(start("web", 0, 10, 2000, wait(1, 100, 1900)), start("db", 101, 130, 1890)))
        .extracting(it -> it.start().name(), Row::ownUs, Row::waitingUs, Row::queueUs)
        .containsExactly(tuple("db", 1760L, 0L, 29L), tuple("web", 190L, 1800L, 10L));
  }

  @Test
  void waitsThatOverlapCountOnce() {
    assertThat(
            rows(start("web", 0, 0, 1000, wait(1, 100, 600), wait(2, 200, 700), wait(3, 150, 300))))
        .extracting(Row::ownUs, Row::waitingUs)
        .containsExactly(tuple(400L, 600L));
  }

  @Test
  void whatIsNotOverIsMeasuredUntilNow() {
    assertThat(
            rows(
                start("web", 0, 1000, Recording.NEVER, wait(1, 2000, Recording.NEVER)),
                start("new", 4000, Recording.NEVER, Recording.NEVER)))
        .extracting(it -> it.start().name(), Row::ownUs, Row::waitingUs, Row::queueUs)
        .containsExactly(tuple("web", 1000L, 3000L, 1000L), tuple("new", 0L, 0L, 1000L));
  }

  @Test
  void newestStartOfAServiceCounts() {
    Start again = new Start("web", "", "client", 2, 3000, 3001, 3005, "running", 0, "", List.of());

    assertThat(rows(start("web", 0, 0, 1000), again)).extracting(Row::ownUs).containsExactly(4L);
  }

  @Test
  void jsonHasEveryNumber() {
    Map<String, Object> json = rows(start("web", 0, 10, 2000)).get(0).toJson();

    assertThat(json)
        .containsEntry("own_us", 1990L)
        .containsEntry("waiting_us", 0L)
        .containsEntry("queue_us", 10L)
        .containsEntry("state", "running");
  }
}
