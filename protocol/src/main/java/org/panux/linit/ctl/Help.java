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
        try-restart NAME…
                         likewise, of those that run
        reload NAME…     have its script reload what it is set to
        kill NAME [SIGNAL]
                         signal its main process, with --all all of its processes
        reset [NAME…]    forget that these, or all, have failed
        enable NAME…     let boot start these       disable NAME…   no longer
        state NAME running|stopped|failed
                         for a service's own script and processes

      Questions:
        status [NAME…]   state, reason, needs and needed by
        list             every service, also those never started
        why NAME…        why it runs, or does not: who asked first, or the first cause
        wait [--any] [--timeout DURATION] NAME…
                         until these run, or one of them; ends at once when that can no longer be
        events [--follow] [--since N]
                         how all are, and with --follow every change, as JSON lines
        logs [-n LINES] NAME…
                         what these have printed, each line with its time; 100 lines or LINES
        graph [NAME]     dependencies as they were discovered; ↑ is unfolded above already
        boot [--watch]   how the boot went, and what failed of it; with --watch live
        check [RIG]      what is wrong with the scripts of a rig; needs no linitd, and runs none
        is-running NAME  by the exit code alone     is-failed NAME
        version          of linitctl, and of the linitd that answers

      --watch with start or stop shows each change until it is done. --dry-run with stop or restart
      only says what would be stopped and started. --json prints the answer as one JSON object.
      The socket is SOCKET, or RIG/run/linit.sock, or $LINITSOCK, or /run/linit/linit.sock.

      Exit codes: 0 done, 1 failed, 2 usage, 4 not permitted, 5 no such service, 6 script
      unusable, 7 linitd not running, 150 refused: it would deadlock, 151 a dependency failed.
      Of wait: 124 timed out. Of reload and kill: 3 it is not running. Of boot: 1 something enabled has failed.
      Of status and is-running: 0 running, 3 not running, 4 no such service or no linitd.
      Of is-failed: 0 failed, 1 not failed, 4 likewise.
      """;

  private Help() {}

  static int run(Linitctl ctl) {
    ctl.out().print(TEXT);
    return ExitCode.DONE;
  }
}
