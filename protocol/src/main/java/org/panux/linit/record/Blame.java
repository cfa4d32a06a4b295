package org.panux.linit.record;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.panux.linit.record.Recording.Start;

/**
 * What each start cost, the longest own time first.
 *
 * @param rows one for the newest start of each service
 */
public record Blame(List<Row> rows) {
  /**
   * @param ownUs how long its script worked
   * @param waitingUs how long its script waited for other services
   * @param queueUs how long it took from asked for to launched
   */
  public record Row(Start start, long ownUs, long waitingUs, long queueUs) {
    public static Row of(Start start, long nowUs) {
      OwnTime time = new OwnTime(start, nowUs);
      long over = start.ended() ? start.endedUs() : nowUs;
      long queue = (start.launched() ? start.launchedUs() : over) - start.askedUs();
      return new Row(start, time.own(), time.waiting(), queue);
    }

    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", start.name());
      json.put("state", start.state());
      json.put("own_us", ownUs);
      json.put("waiting_us", waitingUs);
      json.put("queue_us", queueUs);
      json.put("asked_us", start.askedUs());
      json.put("launched_us", start.launchedUs());
      json.put("ended_us", start.endedUs());
      return json;
    }
  }

  public static Blame of(Recording recording) {
    Map<String, Start> newest = new LinkedHashMap<>();
    for (Start start : recording.starts()) {
      newest.put(start.name(), start);
    }
    return new Blame(
        newest.values().stream()
            .map(start -> Row.of(start, recording.nowUs()))
            .sorted(
                Comparator.comparingLong(Row::ownUs)
                    .reversed()
                    .thenComparing(row -> row.start().name()))
            .toList());
  }
}
