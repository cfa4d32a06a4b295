package org.panux.linit.setting;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.panux.linit.protocol.Text;

/**
 * The settings of a process that the shell carries out itself ({@code scripts/lib/supervise.sh}):
 * what can be said of their values before.
 */
public final class ProcessSettings {
  private static final List<String> LIMITS =
      List.of("as", "core", "cpu", "data", "fsize", "memlock", "nofile", "nproc", "stack");
  private static final Pattern LIMIT = Pattern.compile("([0-9]+|unlimited)(:([0-9]+|unlimited))?");
  private static final Pattern MASK =
      Pattern.compile("0*[0-7]{1,3}|[ugoa]*[-+=][rwxXst]*(,[ugoa]*[-+=][rwxXst]*)*");
  private static final int FIRST = -20;
  private static final int LAST = 19;

  private ProcessSettings() {}

  /**
   * What is wrong with {@code value}; empty where nothing is, or where only the machine can say.
   */
  public static Optional<String> problem(String key, String value) {
    return switch (key) {
      case "nice" -> nice(value);
      case "umask" ->
          MASK.matcher(value).matches()
              ? Optional.empty()
              : Optional.of("umask: " + Text.quote(value) + " is none; write 027");
      case "limits" ->
          List.of(value.strip().split("[ \t]+")).stream()
              .flatMap(limit -> limit(limit).stream())
              .findFirst();
      default -> Optional.empty();
    };
  }

  private static Optional<String> nice(String value) {
    boolean good =
        value.matches("-?[0-9]{1,2}")
            && Integer.parseInt(value) >= FIRST
            && Integer.parseInt(value) <= LAST;
    return good
        ? Optional.empty()
        : Optional.of("nice: " + Text.quote(value) + " is no number from -20 to 19");
  }

  private static Optional<String> limit(String limit) {
    int equals = limit.indexOf('=');
    if (equals < 1 || equals + 1 == limit.length()) {
      return Optional.of("limits: '" + limit + "' is none; write nofile=4096");
    }
    String name = limit.substring(0, equals);
    if (!LIMITS.contains(name)) {
      return Optional.of(
          "limits: unknown limit '" + name + "'; known are " + String.join(" ", LIMITS));
    }
    return LIMIT.matcher(limit.substring(equals + 1)).matches()
        ? Optional.empty()
        : Optional.of("limits: cannot set " + limit + ": write " + name + "=4096, or unlimited");
  }
}
