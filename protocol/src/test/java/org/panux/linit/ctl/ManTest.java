package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.script.ScriptVariables;

/** The man pages have what the code has, and nothing else. */
class ManTest {
  private static final Pattern OPTION = Pattern.compile("Fl (Fl )?([a-z-]+)");

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("../docs/man").resolve(name));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  private static Set<String> options(String item) {
    Set<String> found = new TreeSet<>();
    Matcher option = OPTION.matcher(item);
    while (option.find()) {
      found.add((option.group(1) == null ? "-" : "--") + option.group(2));
    }
    return found;
  }

  @Test
  void linitctlHasEachVerbWithItsOptions() throws IOException {
    Map<String, Set<String>> documented = new TreeMap<>();
    String verb = "";
    for (String line : page("man1/linitctl.1").lines().toList()) {
      if (line.startsWith(".It Cm ")) {
        verb = line.split(" ")[2];
        documented.put(verb, new TreeSet<>());
      } else if (line.startsWith(".It Fl ")) {
        documented.computeIfAbsent(verb, key -> new TreeSet<>()).addAll(options(line));
      }
    }
    Map<String, Set<String>> known = new TreeMap<>();
    known.put("", new TreeSet<>(HelpTest.GENERAL));
    for (Verb each : Verb.values()) {
      known.put(each.word(), HelpTest.accepted(each));
    }
    assertThat(documented).isEqualTo(known);
  }

  @Test
  void linitctlHasEachExitCode() throws ReflectiveOperationException, IOException {
    Set<String> codes = new TreeSet<>();
    for (Field field : ExitCode.class.getFields()) {
      codes.add(Integer.toString(field.getInt(null)));
    }
    assertThat(new TreeSet<>(all("^\\.It ([0-9]+)$", page("man1/linitctl.1")))).isEqualTo(codes);
  }

  @Test
  void scriptsHaveTheseSettingsFunctionsAndCommands() throws IOException {
    String page = page("man5/linit-script.5");
    assertThat(all("^\\.It Va (\\S+)$", page))
        .containsExactlyInAnyOrderElementsOf(ScriptVariables.KNOWN);
    String library = Files.readString(Path.of("../scripts/lib/rc.sh"));
    List<String> functions = new ArrayList<>(List.of("depends"));
    functions.addAll(List.of(all("^    (start \\| .*)\\) ;;$", library).get(0).split(" \\| ")));
    assertThat(all("^\\.It Fn (\\S+)$", page)).containsExactlyInAnyOrderElementsOf(functions);
    assertThat(all("^\\.It Ic (\\S+) ", page))
        .containsExactlyInAnyOrder(
            "dep", "want", "after", "port", "publish", "published", "provide", "supervise");
  }

  @Test
  void scriptsHaveTheVariablesThatTheDocumentSays() throws IOException {
    String document = Files.readString(Path.of("../docs/SERVICE-SCRIPTS.md"));
    Set<String> documented = new TreeSet<>();
    all("^  \\| (`LINIT.*?) \\|", document)
        .forEach(cell -> documented.addAll(all("`(LINIT\\w*)`", cell)));
    Set<String> variables = new TreeSet<>();
    all("^\\.It Ev (.*)$", page("man5/linit-script.5"))
        .forEach(item -> variables.addAll(List.of(item.split(" , "))));
    assertThat(variables).isEqualTo(documented).isNotEmpty();
  }
}
