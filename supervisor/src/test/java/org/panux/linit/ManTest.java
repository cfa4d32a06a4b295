package org.panux.linit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panux.linit.run.RunOptions;

/** The man pages of linitd have what the code has, and nothing else. */
class ManTest {
  private static String page(String name) throws IOException {
    return Files.readString(Path.of("../docs/man").resolve(name));
  }

  private static Map<String, String> all(String pattern, String text) {
    Map<String, String> found = new LinkedHashMap<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      String value = matcher.group(2);
      found.put(matcher.group(1), value == null ? "{ }" : value.replace("\\(dq", "\""));
    }
    return found;
  }

  @Test
  void linitdHasItsOptions() throws IOException {
    String page = page("man8/linitd.8");
    List<String> documented =
        all("^\\.It Fl Fl ([a-z-]+)( .*)?$", page).keySet().stream().map(it -> "--" + it).toList();
    List<String> options = new ArrayList<>(Arguments.OPTIONS);
    options.addAll(RunOptions.OPTIONS);
    assertThat(documented).containsExactlyInAnyOrderElementsOf(options);
    assertThat(options).allSatisfy(it -> assertThat(Arguments.USAGE).contains("  " + it));
  }

  @Test
  void theConfigurationHasItsSettingsAndDefaults() throws IOException {
    Map<String, String> reference =
        all(
            "^  ([a-z-]+) (?:= (.*)|\\{)$",
            Files.readString(Path.of("src/main/resources/reference.conf")));
    assertThat(all("^\\.It Cm ([a-z-]+) No = Li (.*)$", page("man5/linit.conf.5")))
        .isEqualTo(reference)
        .isNotEmpty();
  }
}
