package org.panux.linit.ctl;

import java.io.IOException;
import java.nio.file.Path;
import org.panux.linit.protocol.ExitCode;

/** The verb {@code replay}: has linitd, whose core it is, replay a flight recording. */
final class Replayed {
  private Replayed() {}

  static int run(Linitctl ctl) throws IOException {
    Path linitd = Path.of(System.getProperty("linit.commands")).resolve("linitd");
    String file = ctl.line().names().get(0);
    try {
      return new ProcessBuilder(linitd.toString(), "--replay", file).inheritIO().start().waitFor();
    } catch (IOException e) {
      return ctl.fail(ExitCode.FAILED, "cannot run " + linitd + ": " + e.getMessage());
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
