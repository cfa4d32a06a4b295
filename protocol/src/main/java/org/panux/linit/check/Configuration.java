package org.panux.linit.check;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.panux.linit.protocol.Json;

/**
 * What {@code linit.conf} says to a check. linitd is asked, which alone can read it; where there is
 * none, nobody is.
 *
 * @param shell the words of the command that runs scripts for {@code rc.common}
 * @param path where scripts find programs
 * @param finding what is wrong with it
 */
record Configuration(List<String> shell, String path, Optional<Finding> finding) {
  private static final String FILE = "linit.conf";
  private static final Configuration DEFAULT =
      new Configuration(
          List.of("/bin/sh"),
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          Optional.empty());

  private static final Pattern PLACE =
      Pattern.compile("^linitd: (?:.*?linit\\.conf:)?(?:(\\d+):)? *");

  static Configuration read(Path root, Path linitd) throws IOException {
    if (!Files.exists(root.resolve(FILE))) {
      return DEFAULT;
    }
    ProcessBuilder builder =
        new ProcessBuilder(linitd.toString(), "--root", root.toString(), "--check");
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return process.waitFor() == 0 ? settings(Json.object(said.strip())) : refused(said);
    } catch (InterruptedException | Json.Malformed e) {
      throw new IOException("cannot understand " + linitd + ": " + e.getMessage(), e);
    }
  }

  private static Configuration settings(Map<String, Object> json) {
    List<String> shell = ((List<?>) json.get("shell")).stream().map(String.class::cast).toList();
    return new Configuration(shell, (String) json.get("path"), Optional.empty());
  }

  private static Configuration refused(String said) {
    String line = said.lines().findFirst().orElse("linitd refuses it");
    Matcher place = PLACE.matcher(line);
    int number = place.find() && place.group(1) != null ? Integer.parseInt(place.group(1)) : 0;
    Finding finding = new Finding(FILE, number, true, place.replaceFirst(""));
    return new Configuration(DEFAULT.shell(), DEFAULT.path(), Optional.of(finding));
  }
}
