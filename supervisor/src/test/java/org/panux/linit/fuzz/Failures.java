package org.panux.linit.fuzz;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Sees what Akka logs of actors that fail, which is all that it logs. */
public final class Failures {
  private final StringBuffer seen = new StringBuffer();

  private Failures() {}

  /** Watches from now on; what is logged is printed as before. */
  public static Failures watch() {
    Failures failures = new Failures();
    PrintStream real = System.err;
    System.setErr(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
              }

              @Override
              public void write(byte[] bytes, int offset, int count) {
                String text = new String(bytes, offset, count, StandardCharsets.UTF_8);
                if (text.contains(" ERROR ") || failures.seen.length() > 0) {
                  failures.seen.append(text);
                }
                real.write(bytes, offset, count);
              }
            },
            true,
            StandardCharsets.UTF_8));
    return failures;
  }

  /** Fails where an actor has failed since the last call. */
  public void check() {
    if (seen.length() > 0) {
      String text = seen.toString();
      seen.setLength(0);
      throw new AssertionError("an actor has failed: " + text.lines().limit(8).toList());
    }
  }
}
