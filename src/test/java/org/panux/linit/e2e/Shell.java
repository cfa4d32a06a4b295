package org.panux.linit.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** The shells in which scripts have to run alike. */
enum Shell {
  DASH("\"/bin/dash\"", "/bin/dash"),
  BUSYBOX("\"/bin/busybox\", \"sh\"", "/bin/busybox"),
  BASH("\"/bin/bash\"", "/bin/bash");

  private final String hocon;
  private final Path program;

  Shell(String hocon, String program) {
    this.hocon = hocon;
    this.program = Path.of(program);
  }

  /** The command as elements of a HOCON list. */
  String hocon() {
    if (!Files.isExecutable(program)) {
      throw new AssertionError(program + " is missing; scripts/test installs it");
    }
    return hocon;
  }
}
