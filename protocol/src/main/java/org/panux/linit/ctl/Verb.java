package org.panux.linit.ctl;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.JsonRequest.Op;

/** What {@code linitctl} can be asked to do. */
enum Verb {
  START("start", 1, Integer.MAX_VALUE, "[--watch | --no-wait | --dry-run] NAME…"),
  STOP("stop", 1, Integer.MAX_VALUE, "[--watch | --no-wait | --dry-run] NAME…"),
  RESTART("restart", 1, Integer.MAX_VALUE, "[--no-wait | --dry-run] NAME…"),
  TRY_RESTART("try-restart", 1, Integer.MAX_VALUE, "[--no-wait | --dry-run] NAME…"),
  RELOAD("reload", 1, Integer.MAX_VALUE, "NAME…"),
  KILL("kill", 1, Integer.MAX_VALUE, "[--all] NAME [SIGNAL] | -s SIGNAL [--all] NAME…"),
  RESET("reset", 0, Integer.MAX_VALUE, "[NAME…]"),
  FAULT("fault", 1, Integer.MAX_VALUE, "FAULT NAME… | clear [NAME…] | list"),
  STATE("state", 2, 2, "NAME running|stopped|failed"),
  STATUS("status", 0, Integer.MAX_VALUE, "[NAME…]"),
  IS_RUNNING("is-running", 1, Integer.MAX_VALUE, "NAME…"),
  IS_FAILED("is-failed", 1, Integer.MAX_VALUE, "NAME…"),
  IS_ENABLED("is-enabled", 1, Integer.MAX_VALUE, "NAME…"),
  LIST("list", 0, 0, "[--state STATE | --tree]"),
  WHY("why", 1, Integer.MAX_VALUE, "NAME…"),
  WAIT("wait", 1, Integer.MAX_VALUE, "[--any] [--timeout DURATION] NAME…"),
  EVENTS("events", 0, 0, "[--follow] [--since N]"),
  GRAPH("graph", 0, 1, "[--reverse] [--format FORMAT] [NAME]"),
  BLAME("blame", 0, 0, ""),
  CRITICAL_CHAIN("critical-chain", 0, 1, "[NAME]"),
  WHAT_IF("what-if", 0, Integer.MAX_VALUE, "[--without A->B] NAME=DURATION…"),
  PLOT("plot", 0, 1, "[FILE.svg]"),
  REPORT("report", 0, 1, "[FILE.html]"),
  DEPS("deps", 1, 2, "lock|diff [FILE]"),
  PUBLISHED("published", 0, 1, "[NAME]"),
  LOGS("logs", 1, Integer.MAX_VALUE, "[-f] [-n LINES] [--since TIME] NAME…"),
  BOOT("boot", 0, 0, "[--watch]"),
  CHECK("check", 0, 1, "[RIG]"),
  REPLAY("replay", 1, 1, "FILE"),
  ENABLE("enable", 1, Integer.MAX_VALUE, "NAME…"),
  DISABLE("disable", 1, Integer.MAX_VALUE, "NAME…"),
  SHUTDOWN("shutdown", 0, 0, "[--no-wait]"),
  POWEROFF("poweroff", 0, 0, "[--no-wait]"),
  REBOOT("reboot", 0, 0, "[--no-wait]"),
  VERSION("version", 0, 0, ""),
  HELP("help", 0, Integer.MAX_VALUE, "[VERB…]");

  private final String word;
  private final int least;
  private final int most;
  private final String arguments;

  Verb(String word, int least, int most, String arguments) {
    this.word = word;
    this.least = least;
    this.most = most;
    this.arguments = arguments;
  }

  /** What people type who come from systemd. */
  private static final String RESET_FAILED = "reset-failed";

  static Optional<Verb> of(String word) {
    if (word.equals(RESET_FAILED)) {
      return Optional.of(RESET);
    }
    for (Verb verb : values()) {
      if (verb.word.equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Verb::word).toList();
  }

  String word() {
    return word;
  }

  String usage() {
    return arguments.isEmpty() ? word : word + " " + arguments;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  /** Whether it speaks by its exit code alone. */
  boolean silent() {
    return this == IS_RUNNING || this == IS_FAILED || this == IS_ENABLED;
  }

  /** The exit code where no linitd answers. */
  int unreachable() {
    return switch (this) {
      case STATUS, IS_RUNNING, IS_FAILED, IS_ENABLED -> ExitCode.NO_STATUS;
      default -> ExitCode.NO_LINITD;
    };
  }

  int run(Linitctl ctl) throws IOException {
    return switch (this) {
      case START -> Control.run(ctl, this, Op.START);
      case STOP -> Control.run(ctl, this, Op.STOP);
      case RESTART -> Control.run(ctl, this, Op.RESTART);
      case TRY_RESTART -> Control.run(ctl, this, Op.TRY_RESTART);
      case RELOAD -> Control.run(ctl, this, Op.RELOAD);
      case KILL -> Control.kill(ctl);
      case RESET -> Control.run(ctl, this, Op.RESET);
      case FAULT -> Faults.run(ctl);
      case STATE -> Control.state(ctl);
      case STATUS -> Queries.status(ctl);
      case IS_RUNNING -> States.allRun(ctl);
      case IS_FAILED -> States.anyFailed(ctl);
      case IS_ENABLED -> Enable.asked(ctl);
      case LIST -> Listing.run(ctl);
      case WHY -> Why.run(ctl);
      case WAIT -> Wait.run(ctl);
      case EVENTS -> Events.run(ctl);
      case GRAPH -> Graph.run(ctl);
      case BLAME -> Blamed.run(ctl);
      case CRITICAL_CHAIN -> Chain.run(ctl);
      case WHAT_IF -> Supposed.run(ctl);
      case PLOT -> Pictures.plot(ctl);
      case REPORT -> Pictures.report(ctl);
      case DEPS -> Deps.run(ctl);
      case PUBLISHED -> Values.run(ctl);
      case LOGS -> Logs.run(ctl);
      case BOOT -> Boot.run(ctl);
      case CHECK -> Check.run(ctl);
      case REPLAY -> Replayed.run(ctl);
      case ENABLE, DISABLE -> Enable.run(ctl, word);
      case SHUTDOWN -> Ending.run(ctl, this, Op.SHUTDOWN);
      case POWEROFF -> Ending.run(ctl, this, Op.POWEROFF);
      case REBOOT -> Ending.run(ctl, this, Op.REBOOT);
      case VERSION -> Queries.version(ctl);
      case HELP -> Help.run(ctl);
    };
  }
}
