package org.panux.linit.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.GraphView.Edge;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.Text;

/**
 * The dependencies of a boot as a text file for version control: sorted lines {@code A dep B}.
 *
 * @param lines each once, sorted
 */
public record DependencyLock(SortedSet<String> lines) {
  private static final String HEAD =
      """
      # The dependencies that a boot discovered, one on a line: who asks, how, and for what.
      # Written by 'linitctl deps lock'; 'linitctl deps diff' says how a boot differs from it.
      # It knows only the branches that the scripts took in that boot.
      """;

  /** The text is no such file; the message says where. */
  public static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }

  /** What {@code edges} are, in whatever order. */
  public static DependencyLock of(Collection<Edge> edges) {
    SortedSet<String> lines = new TreeSet<>();
    for (Edge edge : edges) {
      lines.add(edge.from() + " " + edge.kind() + " " + edge.to());
    }
    return new DependencyLock(lines);
  }

  /** Reads what {@link #text} wrote; comments and the order of lines do not matter. */
  public static DependencyLock parse(String text) throws Malformed {
    SortedSet<String> lines = new TreeSet<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String words = line.strip();
      if (words.isEmpty() || words.startsWith("#")) {
        continue;
      }
      String[] parts = words.split("\\s+");
      if (parts.length != 3
          || !isKind(parts[1])
          || ServiceName.problem(parts[0]).isPresent()
          || ServiceName.problem(parts[2]).isPresent()) {
        throw new Malformed(
            "line "
                + number
                + ": '"
                + Text.clip(words, 100)
                + "' is not 'SERVICE dep|want|after SERVICE'");
      }
      lines.add(String.join(" ", parts));
    }
    return new DependencyLock(lines);
  }

  private static boolean isKind(String word) {
    for (DependencyKind kind : DependencyKind.values()) {
      if (kind.word().equals(word)) {
        return true;
      }
    }
    return false;
  }

  public String text() {
    StringBuilder text = new StringBuilder(HEAD);
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** What {@code now} has and this has not, as {@code + A dep B}, and the reverse, sorted. */
  public List<String> diff(DependencyLock now) {
    List<String> found = new ArrayList<>();
    SortedSet<String> all = new TreeSet<>(lines);
    all.addAll(now.lines);
    for (String line : all) {
      if (!lines.contains(line)) {
        found.add("+ " + line);
      } else if (!now.lines.contains(line)) {
        found.add("- " + line);
      }
    }
    return found;
  }
}
