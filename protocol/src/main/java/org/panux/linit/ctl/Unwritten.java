package org.panux.linit.ctl;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.panux.linit.protocol.ExitCode;

/** What becomes of an answer that could not be written; a {@link PrintStream} keeps that quiet. */
final class Unwritten {
  private static final Path WHERE = Path.of("/proc/self/fd/1");

  private Unwritten() {}

  /**
   * The exit code of a verb that has come to {@code code}. A reader that has left, as {@code head}
   * does, has what it wanted; anything else is an error.
   */
  static int failed(int code, PrintStream err) {
    if (isPipe()) {
      return code;
    }
    err.println("linitctl: cannot write the answer: " + why());
    return ExitCode.FAILED;
  }

  /** Nothing goes wrong with a pipe but that nobody reads it. */
  private static boolean isPipe() {
    try {
      String target = Files.readSymbolicLink(WHERE).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  @SuppressWarnings("resource") // It is not this one's to close.
  private static String why() {
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
      return "a part of it is missing";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
