package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the help says is what the code does: a verb or an option without its text fails here. */
class HelpTest {
  private static final int COLUMNS = 80;

  /** These every verb takes; the overview explains them. */
  static final Set<String> GENERAL =
      Set.of("-p", "--socket", "--root", "--json", "--help", "--version");

  private static final Pattern OPTION = Pattern.compile("(?m)^  (-[^ ,]+(?:, -[^ ,]+)*)");
  private static final Pattern ROW = Pattern.compile("(?m)^  ([a-z][a-z-]+)  +(.*)$");

  private static String section(String text, String title) {
    int begin = text.indexOf(title + ":\n");
    if (begin < 0) {
      return "";
    }
    int end = text.indexOf("\n\n", begin);
    return text.substring(begin, end < 0 ? text.length() : end + 1);
  }

  private static Set<String> options(String section) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = OPTION.matcher(section);
    while (matcher.find()) {
      found.addAll(List.of(matcher.group(1).split(", ")));
    }
    return found;
  }

  /** The options that the command line of {@code verb} may have, found out by trying. */
  static Set<String> accepted(Verb verb) {
    Set<String> taken = new TreeSet<>();
    for (String option : CommandLine.known()) {
      for (List<String> words :
          List.of(List.of(option), List.of(option, "5"), List.of(option, "1s"))) {
        List<String> line = new ArrayList<>(List.of(verb.word()));
        line.addAll(words);
        try {
          CommandLine.parse(line.toArray(String[]::new), Optional.empty());
          taken.add(option);
        } catch (CommandLine.Invalid e) {
          // It is for another verb, or needs another kind of argument.
        }
      }
    }
    taken.removeAll(GENERAL);
    return taken;
  }

  @ParameterizedTest
  @EnumSource
  void everyVerbHasItsHelp(Verb verb) {
    String text = Help.of(verb);
    assertThat(text).contains("\n\nUsage: linitctl " + verb.usage() + "\n\n");
    assertThat(text).contains("\n\nExit codes:\n  0  ").contains("\n\nExample:\n  $ ");
    assertThat(options(section(text, "Options"))).isEqualTo(accepted(verb));
  }

  @Test
  void theOverviewHasEachVerbWithItsFirstLine() {
    Set<String> rows = new TreeSet<>();
    Matcher row = ROW.matcher(Help.overview());
    while (row.find()) {
      rows.add(row.group(1));
      assertThat(Help.of(Verb.of(row.group(1)).orElseThrow())).startsWith(row.group(2) + "\n\n");
    }
    assertThat(rows).containsExactlyInAnyOrderElementsOf(Verb.words());
  }

  @Test
  void theOverviewHasTheOptionsOfAllVerbs() {
    assertThat(options(section(Help.overview(), "Options of all verbs"))).isEqualTo(GENERAL);
  }

  /** Completion must not start a JVM for what never changes, so its script has a table. */
  @Test
  void theCompletionKnowsTheSameVerbsAndOptions() throws IOException {
    String script = Files.readString(Path.of("../scripts/lib/linit-complete"));
    String quoted = script.substring(script.indexOf("table='") + "table='".length());
    String table = quoted.replace("'\"'\"'", "’").replaceFirst("(?s)'\n.*", "").replace('’', '\'');
    List<String> verbs = new ArrayList<>();
    for (String line : table.lines().toList()) {
      String[] row = line.split("\\|");
      Verb verb = Verb.of(row[0]).orElseThrow();
      verbs.add(row[0]);
      assertThat(Help.of(verb)).startsWith(row[3] + "\n\n");
      Set<String> options = new TreeSet<>(List.of(row[2].split(" ")));
      options.remove("");
      assertThat(options).as(row[0]).isEqualTo(accepted(verb));
      assertThat(verb.most() == 0).as(line).isEqualTo(row[1].isEmpty());
    }
    assertThat(verbs).containsExactlyInAnyOrderElementsOf(Verb.words());
  }

  @Test
  void itFitsAnyTerminal() {
    assertThat(Help.overview().lines()).allMatch(line -> line.length() <= COLUMNS);
    for (Verb verb : Verb.values()) {
      assertThat(Help.of(verb).lines()).as(verb.word()).allMatch(line -> line.length() <= COLUMNS);
    }
  }
}
