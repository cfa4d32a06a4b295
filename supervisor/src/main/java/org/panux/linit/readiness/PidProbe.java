package org.panux.linit.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import org.panux.linit.protocol.Text;

/** Reads a pid file, and asks the kernel who that is. */
final class PidProbe implements Probe {
  private static final int LONGEST = 64;

  private final Executor threads;
  private final Path file;
  private final LongPredicate owns;

  PidProbe(Executor threads, Path file, LongPredicate owns) {
    this.threads = threads;
    this.file = file;
    this.owns = owns;
  }

  @Override
  public CompletionStage<Seen> look() {
    return Probe.on(threads, this::read);
  }

  private Seen read() throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return Seen.not("it is no regular file");
    }
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1).strip();
    }
    // PostgreSQL writes more lines behind it.
    String line = text.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      return Seen.not("it is empty");
    }
    if (!line.matches("[1-9][0-9]{0,9}")) {
      return Seen.not("it holds no pid but '" + Text.clip(line, 20) + "'");
    }
    long pid = Long.parseLong(line);
    String name = nameOf(pid);
    if (name.isEmpty()) {
      return Seen.not("it names process " + line + ", which is gone");
    }
    return owns.test(pid)
        ? Seen.process(pid)
        : Seen.not(
            "it names process " + line + " (" + name + "), which is no process of this service");
  }

  /** What the process calls itself, or an empty text where it does not live (any more). */
  private static String nameOf(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The name is in brackets, and may hold any character; the state follows.
      int end = stat.lastIndexOf(')');
      boolean ended = "ZX".indexOf(stat.charAt(end + 2)) >= 0;
      return ended ? "" : Text.printable(stat.substring(stat.indexOf('(') + 1, end));
    } catch (IOException e) {
      return "";
    }
  }
}
