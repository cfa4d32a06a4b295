package org.panux.linit.flight;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.panux.linit.fuzz.Bytes;

/**
 * A recording that somebody has sent: the bytes as they are, and once more as the lines of one,
 * with the checksums that no fuzzer guesses.
 */
public final class FlightFuzz {
  private FlightFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    take(data);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Line.write(new StringBuilder(Line.MAGIC).append("fuzz"), file);
    for (String line : Bytes.text(data).split("\n")) {
      Line.write(new StringBuilder(line), file);
    }
    take(file.toByteArray());
  }

  private static void take(byte[] file) {
    try {
      Replay.Result result = Replay.of(file);
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      Verdict.of(Path.of("linitd.flight"), result, new PrintStream(shown, true));
      shown.toString(StandardCharsets.UTF_8).lines().forEach(Bytes::checkLine);
    } catch (Replay.Unusable e) {
      Bytes.checkLine(e.getMessage());
      Bytes.check(e.getMessage().length() < 1000, "too long: " + e.getMessage());
    }
  }
}
