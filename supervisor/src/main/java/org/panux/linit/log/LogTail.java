package org.panux.linit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The newest lines of services, old files included, each with its time. It blocks. */
public final class LogTail {
  /** The most bytes of logs that one answer is made of, for all services together. */
  static final int BUDGET = 384 * 1024;

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
    List<List<Line>> all = new ArrayList<>();
    boolean cut = false;
    for (String service : services) {
      Newest newest = newest(service, count, BUDGET / services.size());
      all.add(newest.lines());
      cut |= newest.cut();
    }
    List<Line> merged = merged(all);
    List<Line> newest = merged.subList(Math.max(0, merged.size() - count), merged.size());
    return new Newest(List.copyOf(newest), cut && newest.size() < count);
  }

  /** The last {@code count} lines of {@code service}, or fewer where these are long. */
  public List<Line> end(String service, int count) throws IOException {
    return newest(service, count, SMALL_BUDGET).lines();
  }

  private Newest newest(String service, int count, int budget) throws IOException {
    List<Line> newestFirst = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    int left = budget;
    boolean cut = false;
    Path file = file(service);
    for (int number = 1; newestFirst.size() < count && !cut && Files.exists(file); number++) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      // It may have been put aside meanwhile, and comes by again.
      if (seen.add(attributes.fileKey())) {
        ByteBuffer bytes = end(file, left);
        long start = Math.max(0, attributes.size() - bytes.limit());
        cut = start > 0;
        left -= bytes.limit();
        LineTimes times = LineTimes.of(file, start, attributes.lastModifiedTime().toMillis());
        addLines(newestFirst, service, bytes, start, times, count);
      }
      file = Rotation.old(file(service), number);
    }
    Collections.reverse(newestFirst);
    return new Newest(newestFirst, cut && newestFirst.size() < count);
  }

  /** The last bytes of {@code file}, at most {@code most}. */
  private static ByteBuffer end(Path file, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, most));
      long start = size - bytes.limit();
      int count = 0;
      while (bytes.hasRemaining() && count >= 0) {
        count = channel.read(bytes, start + bytes.position());
      }
      return bytes.flip();
    }
  }

  /** Adds the lines in {@code bytes}, the last first; one that is cut only where it is alone. */
  private static void addLines(
      List<Line> lines, String service, ByteBuffer bytes, long start, LineTimes times, int count) {
    int end = bytes.limit();
    if (end > 0 && bytes.get(end - 1) == '\n') {
      end--;
    }
    for (int i = end - 1; i >= -1 && bytes.hasRemaining() && lines.size() < count; i--) {
      if (i >= 0 && bytes.get(i) != '\n') {
        continue;
      }
      if (i >= 0 || start == 0 || lines.isEmpty()) {
        String text = new String(bytes.array(), i + 1, end - i - 1, StandardCharsets.UTF_8);
        lines.add(new Line(times.at(start + i + 1), service, text));
      }
      end = i;
    }
  }

  private static List<Line> merged(List<List<Line>> all) {
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
