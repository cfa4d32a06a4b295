package org.panux.linit.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.LogLine;
import org.panux.linit.protocol.JsonRequest.Details;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.setting.Durations;

/** What services print from a moment on, line by line. For one thread; closed with the rig. */
public final class RigLog implements AutoCloseable {
  private final RunningRig rig;
  private final String[] names;
  private final LinitClient client;

  RigLog(RunningRig rig, String... names) {
    this.rig = rig;
    this.names = names;
    try {
      client = rig.connect();
      Details details = Details.NONE.withFollow(true).withLines(OptionalInt.of(1));
      Reply reply = client.request(Op.LOGS, List.of(names), details);
      if (!reply.ok()) {
        throw rig.failed("cannot follow the logs of " + named() + ": " + reply.error());
      }
    } catch (IOException e) {
      throw rig.gone(e);
    }
  }

  private String named() {
    return String.join(" ", names);
  }

  /** The next line; waits for it as long as the rig's limit says. */
  public LogLine next() {
    return next(rig.plan().timeout(), "nothing more");
  }

  private LogLine next(Duration patience, String missing) {
    try {
      Optional<Reply> event = client.read(patience);
      if (event.isEmpty()) {
        throw rig.failed(
            named() + " printed " + missing + " in " + Durations.show(rig.plan().timeout()), names);
      }
      return new LogLine(
          Instant.ofEpochMilli((Long) event.get().fields().get("time_ms")),
          (String) event.get().fields().get("name"),
          (String) event.get().fields().get("text"));
    } catch (IOException e) {
      throw rig.gone(e);
    }
  }

  /** The next line that has {@code text} in it; waits for it as long as the rig's limit says. */
  public LogLine await(String text) {
    return await(line -> line.text().contains(text), "no line with '" + text + "'");
  }

  /** The next line that is like that; waits for it as long as the rig's limit says. */
  public LogLine await(Predicate<LogLine> wanted) {
    return await(wanted, "no such line");
  }

  private LogLine await(Predicate<LogLine> wanted, String missing) {
    long deadline = System.nanoTime() + rig.plan().timeout().toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      LogLine line = next(left, missing);
      if (wanted.test(line)) {
        return line;
      }
    }
  }

  /** All lines from now on, each as soon as it is there; without an end. */
  public Stream<LogLine> stream() {
    return Stream.generate(this::next).onClose(this::close);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
