package org.panux.linit.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shells in which scripts have to run alike, and the ways in which they are run. */
enum Shell {
  DASH("/bin/dash"),
  /** Each script in a shell of its own. */
  PLAIN("/bin/dash"),
  BUSYBOX("/bin/busybox", "sh"),
  BASH("/bin/bash");

  private final List<String> command;

  Shell(String... command) {
    this.command = List.of(command);
  }

  /** The command that runs it. */
  List<String> command() {
    if (!Files.isExecutable(Path.of(command.get(0)))) {
      throw new AssertionError(command.get(0) + " is missing; scripts/test installs it");
    }
    return command;
  }

  /** The settings by which scripts run in it. */
  String conf() {
    return "shell = [" + hocon() + "]\n" + (this == PLAIN ? "warm-shells = off\n" : "");
  }

  /** The command as elements of a HOCON list. */
  String hocon() {
    return "\"" + String.join("\", \"", command()) + "\"";
  }
}
