package org.panux.linit.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.panux.linit.bench.peer.Stage;

/**
 * The memory of what runs on a stage, in kilobytes.
 *
 * @param own private to the daemon
 * @param whole the shares of all processes
 * @param processes how many there are
 */
record Daemon(long rss, long pss, long own, long whole, long processes) {
  /** All processes but the stage's own shell. */
  private static final String ALL = "/proc/[2-9]*/%1$s /proc/1[0-9]*/%1$s";

  /** What runs now. Where the peer has changed into another process, that one is its daemon. */
  static Daemon of(Stage stage) {
    String main = stage.run("cat /proc/$daemon/smaps_rollup");
    String all = stage.run("cat " + String.format(ALL, "smaps_rollup") + " 2>/dev/null");
    return new Daemon(
        sum(main, "Rss"),
        sum(main, "Pss"),
        sum(main, "Private_Clean") + sum(main, "Private_Dirty"),
        sum(all, "Pss"),
        all.lines().filter(line -> line.startsWith("Pss:")).count());
  }

  /** How often each thread of each process has left the processor, by its id. */
  static Map<Long, Long> switches(Stage stage) {
    Map<Long, Long> counts = new HashMap<>();
    String all = stage.run("cat " + String.format(ALL, "task/*/status") + " 2>/dev/null");
    for (String status : all.split("(?m)^(?=Name:)")) {
      counts.merge(
          sum(status, "Pid"),
          sum(status, "voluntary_ctxt_switches") + sum(status, "nonvoluntary_ctxt_switches"),
          Long::sum);
    }
    return counts;
  }

  /** How often meanwhile; a thread that has ended since is not known any more. */
  static long since(Map<Long, Long> before, Stage stage) {
    long count = 0;
    for (Map.Entry<Long, Long> thread : switches(stage).entrySet()) {
      count += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return count;
  }

  private static long sum(String text, String key) {
    return Pattern.compile("(?m)^" + key + ":\\s*(\\d+)")
        .matcher(text)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  List<String> row(String name, double wakes) {
    return List.of(
        name,
        megabytes(rss),
        megabytes(pss),
        megabytes(own),
        megabytes(whole),
        Long.toString(processes),
        String.format(Locale.ROOT, "%.1f", wakes));
  }

  private static String megabytes(long kilobytes) {
    return String.format(Locale.ROOT, "%.1f", kilobytes / 1e3);
  }
}
