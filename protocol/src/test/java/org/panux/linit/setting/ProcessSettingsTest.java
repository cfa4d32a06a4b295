package org.panux.linit.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panux.linit.script.ScriptVariables;

/** The shell carries these out, so it has lists of its own. */
class ProcessSettingsTest {
  private static String shell() throws IOException {
    return Files.readString(Path.of("../scripts/lib/supervise.sh"));
  }

  private static List<String> words(String variable) throws IOException {
    Matcher list =
        Pattern.compile("^" + variable + "=\"([^\"]*)\"", Pattern.MULTILINE).matcher(shell());
    assertThat(list.find()).isTrue();
    return List.of(list.group(1).split("\\s+"));
  }

  @Test
  void theShellTellsLinitdTheSettingsThatItKnows() throws IOException {
    assertThat(words("linit_settings")).containsExactlyInAnyOrderElementsOf(ServiceConfig.KEYS);
    List<String> all = new ArrayList<>(ServiceConfig.KEYS);
    all.addAll(words("linit_own"));
    all.addAll(List.of("command", "command_args"));
    assertThat(ScriptVariables.KNOWN).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void theShellHasTheSameLimits() throws IOException {
    Matcher known = Pattern.compile("known are ([a-z ]+)\"").matcher(shell());
    assertThat(known.find()).isTrue();
    assertThat(ProcessSettings.problem("limits", "x=1").orElseThrow()).endsWith(known.group(1));
    for (String name : known.group(1).split(" ")) {
      assertThat(ProcessSettings.problem("limits", name + "=1")).isEmpty();
      assertThat(shell()).contains("\n      " + name + ") ");
    }
  }
}
