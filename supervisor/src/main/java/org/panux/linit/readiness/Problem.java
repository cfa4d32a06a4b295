package org.panux.linit.readiness;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What the system says of a failure, in the words of a message. */
final class Problem {
  private Problem() {}

  static String text(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is in the way";
    }
    if (e instanceof UnknownHostException) {
      return "unknown host";
    }
    if (e instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (e instanceof NoRouteToHostException) {
      return "no route to host";
    }
    String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    if (said == null || said.isEmpty()) {
      return e.getClass().getSimpleName();
    }
    return said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
  }
}
