package org.panux.linit.ctl;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.JsonRequest.Op;

/** What {@code linitctl} can be asked to do. */
enum Verb {
  START(1, "[--watch] NAME…", ctl -> Control.run(ctl, Verb.of("start").orElseThrow(), Op.START)),
  STOP(1, "[--watch] NAME…", ctl -> Control.run(ctl, Verb.of("stop").orElseThrow(), Op.STOP)),
  RESTART(
      1, "[--watch] NAME…", ctl -> Control.run(ctl, Verb.of("restart").orElseThrow(), Op.RESTART)),
  STATE(2, "NAME running|stopped|failed", Control::state),
  STATUS(0, "[NAME…]", Queries::status),
  IS_RUNNING(1, "NAME", Queries::isRunning),
  IS_FAILED(1, "NAME", Queries::isFailed),
  LIST(0, "", Queries::list),
  GRAPH(0, "[NAME]", Queries::graph),
  BOOT(0, "[--watch]", Boot::run),
  ENABLE(1, "NAME…", ctl -> Enable.run(ctl, "enable")),
  DISABLE(1, "NAME…", ctl -> Enable.run(ctl, "disable")),
  VERSION(0, "", Queries::version),
  HELP(0, "", Help::run);

  private interface Action {
    int run(Linitctl ctl) throws IOException;
  }

  private final int least;
  private final String arguments;
  private final Action action;

  Verb(int least, String arguments, Action action) {
    this.least = least;
    this.arguments = arguments;
    this.action = action;
  }

  static Optional<Verb> of(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Verb::word).toList();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String usage() {
    return word() + (arguments.isEmpty() ? "" : " " + arguments);
  }

  int least() {
    return least;
  }

  int most() {
    return switch (this) {
      case START, STOP, RESTART, STATUS, ENABLE, DISABLE, HELP -> Integer.MAX_VALUE;
      case STATE -> 2;
      case IS_RUNNING, IS_FAILED, GRAPH -> 1;
      case LIST, BOOT, VERSION -> 0;
    };
  }

  /** Whether it speaks by its exit code alone. */
  boolean silent() {
    return this == IS_RUNNING || this == IS_FAILED;
  }

  /** The exit code where no linitd answers. */
  int unreachable() {
    return switch (this) {
      case STATUS, IS_RUNNING, IS_FAILED -> ExitCode.NO_STATUS;
      default -> ExitCode.NO_LINITD;
    };
  }

  int run(Linitctl ctl) throws IOException {
    return action.run(ctl);
  }
}
