package org.panux.linit.script;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.Text;

/**
 * The comment between {@code ### BEGIN INIT INFO} and {@code ### END INIT INFO} of an init script,
 * as the Linux Standard Base describes it.
 *
 * <p>Keys are read in any case, and those that nobody knows are passed over, as the standard wants
 * it. A line that is indented by a tab or two spaces goes on with the key before it, unless it
 * begins with a known key: many scripts indent these.
 */
public final class LsbHeader {
  /** The keys that mean something here. */
  public enum Key {
    PROVIDES("Provides"),
    REQUIRED_START("Required-Start"),
    SHOULD_START("Should-Start"),
    REQUIRED_STOP("Required-Stop"),
    SHOULD_STOP("Should-Stop"),
    START_BEFORE("X-Start-Before"),
    STOP_AFTER("X-Stop-After"),
    DEFAULT_START("Default-Start"),
    DEFAULT_STOP("Default-Stop"),
    SHORT_DESCRIPTION("Short-Description"),
    DESCRIPTION("Description");

    private final String word;

    Key(String word) {
      this.word = word;
    }

    /** Whether its value is a list of names of scripts and facilities. */
    public boolean names() {
      return ordinal() <= STOP_AFTER.ordinal();
    }
  }

  /** The header makes no sense; the fault says where and what to change. */
  public static final class Malformed extends Exception {
    private final transient Fault fault;

    Malformed(int line, String problem) {
      super(line + ": " + problem);
      fault = new Fault(line, problem);
    }

    public Fault fault() {
      return fault;
    }
  }

  private static final String BEGIN = "### BEGIN INIT INFO";
  private static final String END = "### END INIT INFO";

  private final Map<Key, String> values = new EnumMap<>(Key.class);

  /** In which line each name stands first. */
  private final Map<String, Integer> lines = new HashMap<>();

  /** The key that a line without one goes on with; none after a key that nobody knows. */
  private Optional<Key> open = Optional.empty();

  private LsbHeader() {}

  /** The header in the text of a script; empty where it has none. */
  public static Optional<LsbHeader> parse(String text) throws Malformed {
    LsbHeader header = null;
    int begin = 0;
    int number = 0;
    for (String line : text.lines().map(String::stripTrailing).toList()) {
      number++;
      if (header == null) {
        if (line.equals(BEGIN)) {
          header = new LsbHeader();
          begin = number;
        }
      } else if (line.equals(END)) {
        return Optional.of(header);
      } else {
        Optional<String> problem = header.take(line, number);
        if (problem.isPresent()) {
          throw new Malformed(number, problem.get());
        }
      }
    }
    if (header != null) {
      throw new Malformed(begin, "the LSB header has no end; add '" + END + "'");
    }
    return Optional.empty();
  }

  /** Takes one line between the two, and says what is wrong with it. */
  private Optional<String> take(String line, int number) {
    if (line.equals(BEGIN)) {
      return Optional.of("the LSB header begins once more; end the first with '" + END + "'");
    }
    if (line.isEmpty() || line.equals("#")) {
      return Optional.empty();
    }
    if (line.charAt(0) != '#') {
      return Optional.of("this is no line of an LSB header, which is missing its '" + END + "'");
    }
    String body = line.substring(1);
    int colon = body.indexOf(':');
    Optional<Key> key = colon < 0 ? Optional.empty() : key(body.substring(0, colon).strip());
    if (key.isPresent()) {
      open = key;
      return add(key.get(), body.substring(colon + 1).strip(), number);
    }
    if (body.startsWith("\t") || body.startsWith("  ")) {
      return open.isPresent() ? add(open.get(), body.strip(), number) : Optional.empty();
    }
    open = Optional.empty();
    return colon > 0 && isWord(body.substring(0, colon).strip())
        ? Optional.empty()
        : Optional.of(
            "'"
                + Text.clip(body.strip(), 64)
                + "' is no 'Key: value' of an LSB header; a line that goes on with the one before"
                + " is indented by two spaces");
  }

  private static Optional<Key> key(String word) {
    for (Key key : Key.values()) {
      if (key.word.equalsIgnoreCase(word)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c == '-' || Character.isLetterOrDigit(c));
  }

  private Optional<String> add(Key key, String value, int number) {
    values.merge(key, value, (old, more) -> old.isEmpty() ? more : old + " " + more);
    if (key.names()) {
      for (String name : words(value)) {
        lines.putIfAbsent(name, number);
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
          return Optional.of(key.word + ": " + problem.get());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String name) {
    return name.endsWith(",")
        ? Optional.of("'" + Text.clip(name, 64) + "': names are separated by spaces, not by commas")
        : ServiceName.problem(Facilities.is(name) ? name.substring(1) : name);
  }

  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    for (String word : value.split("[ \t]+")) {
      if (!word.isEmpty()) {
        // Facilities are written in lower case; many headers are not so exact.
        words.add(Facilities.is(word) ? word.toLowerCase(Locale.ROOT) : word);
      }
    }
    return words;
  }

  /** The names, or other words, that stand behind {@code key}; none where it is missing. */
  public List<String> list(Key key) {
    return words(text(key));
  }

  /** The line where {@code name} stands first in any list. */
  public int line(String name) {
    return lines.getOrDefault(name, 0);
  }

  /** What stands behind {@code key}, on one line; an empty text where it is missing. */
  public String text(Key key) {
    return values.getOrDefault(key, "");
  }
}
