package org.panux.linit.readiness;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.panux.linit.protocol.Text;

/**
 * One datagram of systemd's notify protocol: lines {@code KEY=VALUE}, of which two mean something
 * here.
 */
record NotifyMessage(boolean ready, Optional<String> status) {
  /** As systemd has it; what is longer is no message. */
  static final int LONGEST = 4096;

  private static final int LONGEST_STATUS = 200;
  private static final String STATUS = "STATUS=";

  static NotifyMessage parse(byte[] datagram) {
    boolean ready = false;
    Optional<String> status = Optional.empty();
    for (String line : new String(datagram, StandardCharsets.UTF_8).split("\n")) {
      if (line.equals("READY=1")) {
        ready = true;
      } else if (line.startsWith(STATUS)) {
        status = Optional.of(Text.clip(line.substring(STATUS.length()), LONGEST_STATUS));
      }
    }
    return new NotifyMessage(ready, status);
  }
}
