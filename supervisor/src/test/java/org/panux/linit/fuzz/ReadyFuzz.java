package org.panux.linit.fuzz;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.panux.linit.setting.Condition;
import org.panux.linit.setting.Durations;
import org.panux.linit.setting.Readiness;
import org.panux.linit.setting.ServiceConfig;

/**
 * What a script tells of its service: readiness and the other settings, by the first line their
 * name, and their value in what follows.
 */
public final class ReadyFuzz {
  private ReadyFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = Bytes.text(data);
    int end = text.indexOf('\n');
    String key = end < 0 ? "ready" : text.substring(0, end);
    String value = text.substring(end + 1);
    if (key.equals("ready")) {
      readiness(value);
    }
    ServiceConfig config = new ServiceConfig();
    try {
      config.set(key, value);
      ServiceConfig again = ServiceConfig.of(config.told());
      Duration grace = Duration.ofSeconds(1);
      Bytes.check(
          again.restart().equals(config.restart())
              && again.startTimeout().equals(config.startTimeout())
              && again.stopSchedule(grace).equals(config.stopSchedule(grace)),
          "told to another linitd it means something else");
      config.restart().pause(30);
      config.startTimeout().map(Durations::show);
    } catch (IllegalArgumentException e) {
      Bytes.check(!e.getMessage().isBlank() && e.getMessage().length() < 1000, "no message");
    }
  }

  private static void readiness(String value) {
    Optional<Readiness> ready = parse(value);
    if (ready.isPresent()) {
      List<Condition> conditions = ready.get().conditions();
      String again = conditions.stream().map(Condition::text).collect(Collectors.joining(" && "));
      Bytes.check(parse(again).equals(ready), "said again it means something else: " + again);
    }
  }

  private static Optional<Readiness> parse(String text) {
    try {
      return Optional.of(Readiness.parse(text));
    } catch (Readiness.Invalid e) {
      Bytes.checkLine(e.getMessage());
      return Optional.empty();
    }
  }
}
