package org.panux.linit.model;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** What must hold in a simulation, which runs where no library of tests is at hand. */
final class Must {
  private Must() {}

  /**
   * @param what says what does not hold, as a format
   */
  static void hold(boolean condition, String what, Object... of) {
    if (!condition) {
      throw new AssertionError(String.format(what, of));
    }
  }

  static void equal(Object is, Object shall, String what, Object... of) {
    if (!Objects.equals(is, shall)) {
      throw new AssertionError(String.format(what, of) + " is " + is + " and not " + shall);
    }
  }

  static void none(Collection<?> left, String what, Object... of) {
    if (!left.isEmpty()) {
      throw new AssertionError(String.format(what, of) + ": " + left);
    }
  }

  static void none(Map<?, ?> left, String what, Object... of) {
    none(left.keySet(), what, of);
  }
}
