package org.panux.linit.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.panux.linit.protocol.Text;

/**
 * When a service counts as ready: as soon as each of the conditions has held once.
 *
 * <p>{@link #parse} reads what a script says in {@code ready="…"}.
 */
public record Readiness(List<Condition> conditions) {
  /** What {@code fd:N} may name: a digit, as shells want it; 9 is the channel. */
  public static final int LOWEST_FD = 3;

  public static final int HIGHEST_FD = 8;

  private static final int HIGHEST_PORT = 65535;
  private static final int LONGEST_SHOWN = 100;
  private static final List<String> KINDS =
      List.of("exec", "tcp", "unix", "http", "https", "file", "log", "fd", "notify", "pid");
  private static final Pattern JOIN = Pattern.compile("(?<=\\s|^)&&(?=\\s)");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*)");
  private static final Pattern HOST_V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?");

  /** The text is no readiness; the message says in one line what is wrong and what is right. */
  public static final class Invalid extends Exception {
    Invalid(String message) {
      super(message);
    }
  }

  public Readiness {
    conditions = List.copyOf(conditions);
  }

  /** The descriptor to which the service writes its newline, where that is a condition. */
  public OptionalInt fd() {
    return conditions.stream()
        .filter(Condition.Fd.class::isInstance)
        .mapToInt(it -> ((Condition.Fd) it).number())
        .findFirst();
  }

  /** Whether the service is to have a {@code NOTIFY_SOCKET}. */
  public boolean notifies() {
    return conditions.stream().anyMatch(Condition.Notify.class::isInstance);
  }

  /** Whether a file will name the service's main process: whoever was started may then end. */
  public boolean namesProcess() {
    return conditions.stream().anyMatch(Condition.PidFile.class::isInstance);
  }

  /**
   * Reads conditions joined by {@code &&}. Only an {@code &&} with white space on both sides joins;
   * so one within a command or a regular expression is written without.
   */
  public static Readiness parse(String text) throws Invalid {
    if (text.isBlank()) {
      throw new Invalid("it is empty; right is for example tcp:127.0.0.1:6379, or notify");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new Invalid(quote(text) + " holds a control character; right is a single line of text");
    }
    List<Condition> conditions = new ArrayList<>();
    for (String part : split(text)) {
      Condition condition = condition(part, conditions);
      for (Condition other : conditions) {
        if (isUnique(condition) && other.getClass() == condition.getClass()) {
          throw new Invalid(
              quote(part)
                  + ": there can be one condition of this kind, and there is "
                  + quote(other.text()));
        }
      }
      conditions.add(condition);
    }
    return new Readiness(conditions);
  }

  /** A newline does not say on which descriptor it came, and there is one main process. */
  private static boolean isUnique(Condition condition) {
    return condition instanceof Condition.Fd
        || condition instanceof Condition.Notify
        || condition instanceof Condition.PidFile;
  }

  private static List<String> split(String text) throws Invalid {
    List<String> parts = JOIN.splitAsStream(text + " ").map(String::strip).toList();
    if (parts.contains("")) {
      throw new Invalid(quote(text) + ": a condition is missing before or after an '&&'");
    }
    return parts;
  }

  private static Condition condition(String part, List<Condition> before) throws Invalid {
    int colon = part.indexOf(':');
    String kind = colon < 0 ? part : part.substring(0, colon);
    String value = colon < 0 ? "" : part.substring(colon + 1);
    return switch (kind) {
      case "exec" -> new Condition.Exec(given(part, value, "a command", "exec:redis-cli ping"));
      case "tcp" -> tcp(part, value);
      case "unix" -> new Condition.Unix(path(part, value, "unix:run/app.sock"));
      case "http", "https" -> http(part, value);
      case "file" -> new Condition.FileExists(path(part, value, "file:run/app.ready"));
      case "log" -> log(part, value);
      case "fd" -> fd(part, value);
      case "notify" -> {
        if (colon >= 0) {
          throw new Invalid(quote(part) + " says too much; right is notify, alone");
        }
        yield new Condition.Notify();
      }
      case "pid" -> new Condition.PidFile(path(part, value, "pid:run/app.pid"));
      default -> throw unknown(kind, before);
    };
  }

  private static Invalid unknown(String kind, List<Condition> before) {
    if (!before.isEmpty()
        && (before.get(before.size() - 1) instanceof Condition.Exec
            || before.get(before.size() - 1) instanceof Condition.LogMatch)) {
      return new Invalid(
          quote(kind)
              + " behind an '&&' is no condition; within a command or regular expression, write the"
              + " && without spaces");
    }
    String hint = Text.didYouMean(kind, KINDS);
    return new Invalid(
        "unknown kind "
            + quote(kind)
            + (hint.isEmpty() ? "; the kinds are " + String.join(", ", KINDS) : hint));
  }

  private static String given(String part, String value, String what, String example)
      throws Invalid {
    if (value.isBlank()) {
      throw new Invalid(quote(part) + " needs " + what + "; right is for example " + example);
    }
    return value.strip();
  }

  private static String path(String part, String value, String example) throws Invalid {
    String path = given(part, value, "a path", example);
    if (path.contains("&&")) {
      throw glued(part);
    }
    return path;
  }

  private static Invalid glued(String part) {
    return new Invalid(quote(part) + ": an '&&' between conditions needs a space on both sides");
  }

  private static Condition tcp(String part, String value) throws Invalid {
    if (value.contains("&&")) {
      throw glued(part);
    }
    return new Condition.Tcp(host(part, value, true), port(part, value));
  }

  /** The host of {@code HOST:PORT}, without brackets. */
  private static String host(String part, String value, boolean withPort) throws Invalid {
    String host;
    if (value.startsWith("[")) {
      int end = value.indexOf(']');
      host = end < 0 ? "" : value.substring(1, end);
      boolean rest = end >= 0 && (end + 1 == value.length() || value.charAt(end + 1) == ':');
      if (!rest || !HOST_V6.matcher(host).matches()) {
        throw new Invalid(quote(part) + " names no IPv6 address; right is for example [::1]:80");
      }
      if (withPort && end + 1 == value.length()) {
        throw new Invalid(quote(part) + " needs a port; right is for example tcp:[::1]:80");
      }
      return host;
    }
    int colon = value.lastIndexOf(':');
    if (value.indexOf(':') != colon) {
      throw new Invalid(
          quote(part) + ": an IPv6 address stands in brackets; right is for example [::1]:80");
    }
    if (withPort && colon < 0) {
      throw new Invalid(
          quote(part) + " needs a host and a port; right is for example tcp:127.0.0.1:6379");
    }
    host = colon < 0 ? value : value.substring(0, colon);
    if (!HOST.matcher(host).matches()) {
      throw new Invalid(
          quote(part) + ": " + quote(host) + " is no host; right is for example 127.0.0.1");
    }
    return host;
  }

  private static int port(String part, String value) throws Invalid {
    String port = value.substring(value.lastIndexOf(':') + 1);
    return number(part, port, 1, HIGHEST_PORT, "a port");
  }

  private static int number(String part, String text, int lowest, int highest, String what)
      throws Invalid {
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
    }
    throw new Invalid(
        quote(part)
            + " needs "
            + what
            + " from "
            + lowest
            + " to "
            + highest
            + ", not "
            + quote(text));
  }

  private static Condition http(String part, String value) throws Invalid {
    String rest = value.startsWith("//") ? value.substring(2) : "";
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(0, end);
    if (authority.isEmpty()) {
      throw new Invalid(
          quote(part) + " needs a host; right is for example http://127.0.0.1:8080/health");
    }
    if (part.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new Invalid(
          quote(part) + " is no URL: write spaces and what is not ASCII as %XX, as in %20");
    }
    if (authority.contains("&&")) {
      throw glued(part);
    }
    host(part, authority, false);
    boolean port = authority.lastIndexOf(':') > authority.lastIndexOf(']');
    if (port) {
      port(part, authority);
    }
    return new Condition.Http(part);
  }

  private static Condition log(String part, String value) throws Invalid {
    String regex = given(part, value, "a regular expression", "log:Ready to accept connections");
    try {
      Pattern.compile(regex);
      return new Condition.LogMatch(regex);
    } catch (PatternSyntaxException e) {
      String place = e.getIndex() < 0 ? "" : " at its character " + (e.getIndex() + 1);
      throw new Invalid(quote(part) + " is no regular expression: " + e.getDescription() + place);
    }
  }

  private static Condition fd(String part, String value) throws Invalid {
    return new Condition.Fd(number(part, value.strip(), LOWEST_FD, HIGHEST_FD, "a descriptor"));
  }

  private static String quote(String text) {
    return "'" + Text.clip(text, LONGEST_SHOWN) + "'";
  }
}
