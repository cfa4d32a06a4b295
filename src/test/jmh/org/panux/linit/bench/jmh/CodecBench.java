package org.panux.linit.bench.jmh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.panux.linit.protocol.FrameBuffer;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.LineCodec;
import org.panux.linit.protocol.LineRequest;
import org.panux.linit.protocol.Reply;

/** Bytes to requests, and answers to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBench {
  private static final String DEP = "dep network syslog cron";
  private static final String STATUS = "{\"id\":1,\"op\":\"status\",\"names\":[\"web\"]}";

  private final ByteBuffer line =
      ByteBuffer.wrap((DEP + "\n").getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  private final FrameBuffer frames = new FrameBuffer();
  private final Reply reply =
      Reply.done(
          1,
          Map.of(
              "services",
              List.of(
                  Map.of("name", "web", "state", "running", "since", 123456789L, "reason", ""))));

  /** A {@code dep} from the bytes of a channel to a request. */
  @Benchmark
  public Optional<LineRequest> line() throws FrameBuffer.BadFrame {
    return LineCodec.decode(frames.feed(line.rewind()).get(0).text());
  }

  /** A JSON request as it comes. */
  @Benchmark
  public Map<String, Object> json() throws Json.Malformed {
    return Json.object(STATUS);
  }

  /** A JSON answer as it goes. */
  @Benchmark
  public String reply() {
    return reply.encode();
  }
}
