package org.panux.linit.ctl;

import org.panux.linit.protocol.ExitCode;

/** The verb {@code help}. */
final class Help {
  static final String TEXT =
      """
      Usage: linitctl [-p SOCKET | --root RIG] [--json] VERB [NAME…]

      Control:
        start NAME…      start these and what they need; returns when all run
        stop NAME…       stop these and whatever needs them, dependents first
        restart NAME…    stop, then start all of these again
        enable NAME…     let boot start these       disable NAME…   no longer
        state NAME running|stopped|failed
                         for a service's own script and processes

      Questions:
        status [NAME…]   state, reason, needs and needed by
        list             every service, also those never started
        logs [-n LINES] NAME…
                         what these have printed, each line with its time; 100 lines or LINES
        graph [NAME]     dependencies as they were discovered; ↑ is unfolded above already
        boot [--watch]   how the boot went; with --watch live
        is-running NAME  by the exit code alone     is-failed NAME
        version          of linitctl, and of the linitd that answers

      --watch with start or stop shows each change until it is done. --json prints the answer as
      one JSON object. The socket is SOCKET, or RIG/run/linit.sock, or $LINITSOCK, or
      /run/linit/linit.sock.

      Exit codes: 0 done, 1 failed, 2 usage, 4 not permitted, 5 no such service, 6 script
      unusable, 7 linitd not running, 150 refused: it would deadlock, 151 a dependency failed.
      Of status and is-running: 0 running, 3 not running, 4 no such service or no linitd.
      Of is-failed: 0 failed, 1 not failed, 4 likewise.
      """;

  private Help() {}

  static int run(Linitctl ctl) {
    ctl.out().print(TEXT);
    return ExitCode.DONE;
  }
}
