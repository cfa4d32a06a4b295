package org.panux.linit.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal sends SIGINT at each ^C, and SIGHUP when it goes, to all processes of its foreground.
 * These signals are linitd's, which stops its services in their order: a service that got them as
 * well would end at once, whoever needs it. Hence the services of a linitd that has a terminal get
 * sessions of their own; others are spared the program that makes them.
 */
public final class OwnSession {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private OwnSession() {}

  /** {@code command} such that no terminal reaches it, where this process has one. */
  public static List<String> of(List<String> command) {
    if (!ProcStat.of(ProcessHandle.current().pid()).map(ProcStat::terminal).orElse(false)
        || !Files.isExecutable(SETSID)) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of(SETSID.toString()));
    all.addAll(command);
    return all;
  }
}
