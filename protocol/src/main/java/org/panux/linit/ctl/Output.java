package org.panux.linit.ctl;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.panux.linit.protocol.ExitCode;

/** Where a verb writes a file: the one that was named, or the standard output. */
final class Output {
  private Output() {}

  /** Writes {@code text} to {@code file}, or for {@code -} to the standard output. */
  static int write(Linitctl ctl, String file, String text) {
    if (file.equals("-")) {
      ctl.out().print(text);
      return ExitCode.DONE;
    }
    try {
      Files.writeString(Path.of(file), text);
      ctl.out().println("wrote " + file);
      return ExitCode.DONE;
    } catch (IOException | InvalidPathException e) {
      return ctl.fail(ExitCode.FAILED, "cannot write " + file + ": " + why(e));
    }
  }

  /** What went wrong with a file, without its name. */
  static String why(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "not permitted";
    }
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
