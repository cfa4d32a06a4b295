package org.panux.linit.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the logs of some services, and goes on where it has come to. It blocks. */
public final class LogFollower implements Closeable {
  /** The most bytes that are read of each service at a time. */
  private static final int BUDGET = 64 * 1024;

  private final Map<String, LogCursor> cursors = new LinkedHashMap<>();
  private final LogTail tail;
  private final ByteBuffer buffer = ByteBuffer.allocate(LogCursor.CHUNK);

  /** Begins behind all that {@code services} have printed until now. */
  public LogFollower(Path folder, List<String> services) throws IOException {
    tail = new LogTail(folder);
    for (String service : services) {
      cursors.put(service, LogCursor.atEnd(service, tail.file(service), buffer));
    }
  }

  /** Follows {@code service} as well, if it does not yet: all that it has printed. */
  void add(String service) {
    cursors.computeIfAbsent(service, name -> LogCursor.atBeginning(name, tail.file(name), buffer));
  }

  /** The last {@code count} lines before the beginning, none older than {@code since}. */
  public LogTail.Newest before(int count, long since) throws IOException {
    Map<String, LogTail.Place> ends = new HashMap<>();
    cursors.forEach(
        (service, cursor) ->
            ends.put(service, new LogTail.Place(cursor.identity(), cursor.offset())));
    return tail.newest(List.copyOf(cursors.keySet()), count, since, ends);
  }

  /**
   * The next lines, in the order of their times as far as they have come together.
   *
   * @param more whether there may be more at once
   */
  public record Next(List<LogTail.Line> lines, boolean more) {}

  /** What has come since. */
  public Next next() throws IOException {
    return next(cursors.keySet());
  }

  /** What {@code services}, which are followed, have printed since. */
  Next next(Set<String> services) throws IOException {
    List<List<LogTail.Line>> all = new ArrayList<>();
    boolean more = false;
    for (String service : services) {
      LogCursor cursor = cursors.get(service);
      List<LogTail.Line> lines = new ArrayList<>();
      more |= cursor.next(lines, BUDGET);
      all.add(lines);
    }
    // Those of one service stay in their order, whatever their times.
    return new Next(LogTail.merged(all), more);
  }

  /** The lines that nobody has ended, of those who print no more. */
  List<LogTail.Line> rest() throws IOException {
    List<LogTail.Line> lines = new ArrayList<>();
    for (LogCursor cursor : cursors.values()) {
      cursor.rest(lines);
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    for (LogCursor cursor : cursors.values()) {
      cursor.close();
    }
  }
}
