package org.panux.linit.readiness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.panux.linit.protocol.Text;

/** Reads on in the service's log, and looks for a match in each line. */
final class LogProbe implements Probe {
  private static final int LONGEST_SHOWN = 100;

  /** So that a regular expression that never ends costs a thread for a part of the time only. */
  private static final long LONGEST_LOOK_NANOS = 1_000_000_000;

  private final Executor threads;
  private final LogReader reader;
  private final Pattern pattern;
  private String lastLine = "";
  private String problem = "";
  private volatile long deadline;

  LogProbe(Executor threads, Path log, OptionalLong start, String regex) {
    this.threads = threads;
    this.reader = new LogReader(log, start);
    this.pattern = Pattern.compile(regex);
  }

  @Override
  public CompletionStage<Seen> look() {
    deadline = System.nanoTime() + LONGEST_LOOK_NANOS;
    return Probe.on(threads, this::read);
  }

  private Seen read() throws IOException {
    for (String line = reader.next(); line != null; line = reader.next()) {
      if (matches(line)) {
        return Seen.HOLDS;
      }
      lastLine = line.isBlank() ? lastLine : line;
      if (isOver()) {
        break;
      }
    }
    return Seen.not(
        !problem.isEmpty()
            ? problem
            : lastLine.isEmpty()
                ? "there is no output yet"
                : "no line of the output matches; the last is '"
                    + Text.clip(lastLine, LONGEST_SHOWN)
                    + "'");
  }

  private boolean matches(String line) {
    try {
      return pattern.matcher(new Patient(line)).find();
    } catch (TooLong | StackOverflowError e) {
      problem =
          "the expression is too much work on the line '" + Text.clip(line, LONGEST_SHOWN) + "'";
      return false;
    }
  }

  private boolean isOver() {
    return System.nanoTime() - deadline >= 0;
  }

  @Override
  public void cancel() {
    deadline = System.nanoTime();
  }

  @Override
  public void close() {
    reader.close();
  }

  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLong() {
      super(null, null, false, false);
    }
  }

  /** A line that loses its patience with a matcher. */
  private final class Patient implements CharSequence {
    private static final int CALLS = 1024;

    private final CharSequence line;
    private int calls;

    Patient(CharSequence line) {
      this.line = line;
    }

    @Override
    public char charAt(int index) {
      if (++calls % CALLS == 0 && isOver()) {
        throw new TooLong();
      }
      return line.charAt(index);
    }

    @Override
    public int length() {
      return line.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return line.subSequence(start, end);
    }

    @Override
    public String toString() {
      return line.toString();
    }
  }
}
