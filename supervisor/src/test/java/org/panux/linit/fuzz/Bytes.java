package org.panux.linit.fuzz;

import java.nio.charset.StandardCharsets;

/** What the targets make of their bytes. */
public final class Bytes {
  private Bytes() {}

  /** As linitd reads files and messages: U+FFFD stands for what is not UTF-8. */
  public static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  /** Fails the target: the fuzzer keeps the input. */
  public static void check(boolean so, String what) {
    if (!so) {
      throw new AssertionError(what);
    }
  }

  /** A message for people is one line that a terminal can show. */
  public static void checkLine(String message) {
    check(message != null && !message.isBlank(), "there is no message");
    check(message.chars().noneMatch(Character::isISOControl), "not one clean line: " + message);
  }
}
