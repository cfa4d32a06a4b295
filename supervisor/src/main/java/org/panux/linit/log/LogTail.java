package org.panux.linit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The newest lines of services, old files included, each with its time. It blocks. */
public final class LogTail {
  /** The most bytes of logs that one answer is made of, for all services together. */
  static final int BUDGET = 384 * 1024;

  /** Older than any line. */
  public static final long EVER = Long.MIN_VALUE;

  /** A place in the logs of one service: the file's identity, and an offset. */
  public record Place(Object file, long offset) {}

  /** What a few lines should fit into. */
  private static final int SMALL_BUDGET = 16 * 1024;

  /**
   * One line of what a service has printed.
   *
   * @param time when it had been written, milliseconds since 1970
   */
  public record Line(long time, String service, String text) {}

  /**
   * The newest lines, oldest first.
   *
   * @param cut whether there would be more, had they not been too long
   */
  public record Newest(List<Line> lines, boolean cut) {}

  private final Path logs;

  /**
   * @param logs the folder of the log files
   */
  public LogTail(Path logs) {
    this.logs = logs;
  }

  /** The file that {@code service}'s output goes to. */
  public Path file(String service) {
    return logs.resolve(service + ".log");
  }

  /** The last {@code count} lines of {@code services} together, in the order of their times. */
  public Newest newest(List<String> services, int count) throws IOException {
    return newest(services, count, EVER, Map.of());
  }

  /**
   * As {@link #newest(List, int)}, without what is older than {@code since}.
   *
   * @param ends where to stop, by the services; that of others is where their logs end
   */
  public Newest newest(List<String> services, int count, long since, Map<String, Place> ends)
      throws IOException {
    List<List<Line>> all = new ArrayList<>();
    boolean cut = false;
    for (String service : services) {
      Newest newest =
          newest(
              service,
              new Wish(count, since, BUDGET / services.size()),
              Optional.ofNullable(ends.get(service)));
      all.add(newest.lines());
      cut |= newest.cut();
    }
    List<Line> merged = merged(all);
    List<Line> newest = merged.subList(Math.max(0, merged.size() - count), merged.size());
    return new Newest(List.copyOf(newest), cut && newest.size() < count);
  }

  /** The last {@code count} lines of {@code service}, or fewer where these are long. */
  public List<Line> end(String service, int count) throws IOException {
    return newest(service, new Wish(count, EVER, SMALL_BUDGET), Optional.empty()).lines();
  }

  /** How much of one log: lines, from when on, and bytes. */
  private record Wish(int count, long since, int budget) {}

  private Newest newest(String service, Wish wish, Optional<Place> end) throws IOException {
    List<Line> newestFirst = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    int left = wish.budget();
    boolean cut = false;
    boolean enough = false;
    boolean begun = end.isEmpty();
    int missing = 0;
    for (int number = 0; !enough && !cut && missing < OpenFile.MOST_MISSING; number++) {
      Path file = number == 0 ? file(service) : Rotation.old(file(service), number);
      Optional<OpenFile> found = OpenFile.of(file);
      missing = found.isPresent() ? 0 : missing + 1;
      if (found.isEmpty()) {
        continue;
      }
      try (OpenFile open = found.get()) {
        boolean last = !begun && open.identity().equals(end.get().file());
        begun |= last;
        // It may have been put aside meanwhile, and comes by again.
        if (begun && seen.add(open.identity())) {
          long size = last ? end.get().offset() : open.channel().size();
          ByteBuffer bytes = bytes(open.channel(), size, left);
          long start = size - bytes.limit();
          cut = start > 0;
          left -= bytes.limit();
          LineTimes times = LineTimes.of(file, start, modified(file));
          enough = !addLines(newestFirst, service, bytes, start, times, wish);
        }
      }
    }
    Collections.reverse(newestFirst);
    return new Newest(newestFirst, cut && !enough);
  }

  /** When {@code path} was written last; now, where it is just being moved. */
  static long modified(Path path) throws IOException {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (NoSuchFileException e) {
      return System.currentTimeMillis();
    }
  }

  /** The last bytes before {@code end}, at most {@code most}. */
  private static ByteBuffer bytes(FileChannel channel, long end, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(end, most));
    long start = end - bytes.limit();
    int count = 0;
    while (bytes.hasRemaining() && count >= 0) {
      count = channel.read(bytes, start + bytes.position());
    }
    return bytes.flip();
  }

  /**
   * Adds the lines in {@code bytes}, the last first; one that is cut only where it is alone.
   *
   * @return whether older ones are wanted as well
   */
  private static boolean addLines(
      List<Line> lines, String service, ByteBuffer bytes, long start, LineTimes times, Wish wish) {
    int end = bytes.limit();
    if (end > 0 && bytes.get(end - 1) == '\n') {
      end--;
    }
    for (int i = end - 1; i >= -1 && bytes.hasRemaining() && lines.size() < wish.count(); i--) {
      if (i >= 0 && bytes.get(i) != '\n') {
        continue;
      }
      if (i >= 0 || start == 0 || lines.isEmpty()) {
        long time = times.at(start + i + 1);
        if (time < wish.since()) {
          return false;
        }
        String text = new String(bytes.array(), i + 1, end - i - 1, StandardCharsets.UTF_8);
        lines.add(new Line(time, service, text));
      }
      end = i;
    }
    return lines.size() < wish.count();
  }

  /** In the order of their times; those of one list stay in theirs. */
  static List<Line> merged(List<List<Line>> all) {
    List<Line> merged = new ArrayList<>();
    int[] next = new int[all.size()];
    for (int first = first(all, next); first >= 0; first = first(all, next)) {
      merged.add(all.get(first).get(next[first]++));
    }
    return merged;
  }

  /** Whose next line is the oldest; -1 where there is none. */
  private static int first(List<List<Line>> all, int[] next) {
    int first = -1;
    for (int i = 0; i < next.length; i++) {
      if (next[i] < all.get(i).size()
          && (first < 0
              || all.get(i).get(next[i]).time() < all.get(first).get(next[first]).time())) {
        first = i;
      }
    }
    return first;
  }
}
