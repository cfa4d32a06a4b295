package org.panux.linit.readiness;

import java.util.Optional;

/**
 * What one look at a condition has shown.
 *
 * @param text where it does not hold: why, in a few words
 * @param pid the main process, where the condition names one
 */
record Seen(boolean holds, String text, Optional<Long> pid) {
  static final Seen HOLDS = new Seen(true, "", Optional.empty());

  static Seen process(long pid) {
    return new Seen(true, "", Optional.of(pid));
  }

  static Seen not(String text) {
    return new Seen(false, text, Optional.empty());
  }
}
