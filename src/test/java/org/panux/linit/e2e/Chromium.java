package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.panux.linit.protocol.Json;

/** A browser without a window, which opens files and says what one would see. */
final class Chromium {
  private static final String RESULT = "linit-measured";

  private Chromium() {}

  /** Skips the test where there is none. */
  static void assume() {
    Assumptions.assumeTrue(
        Command.run("/bin/sh", "-c", "command -v chromium").code() == 0,
        "chromium is missing: the pictures are not looked at");
  }

  /**
   * Opens {@code page}, a file of HTML that may have a policy for scripts, and runs {@code script}
   * in it, whose value is an object.
   *
   * @param console what the browser has complained of
   */
  record Seen(Map<String, Object> value, List<String> console) {}

  static Seen open(Path page, boolean dark, int width, String script) {
    String measuring =
        "const it = document.createElement('pre'); it.id = '"
            + RESULT
            + "'; it.textContent = JSON.stringify((() => {"
            + script
            + "})()); document.body.append(it);";
    String html = read(page);
    String hash = "script-src 'sha256-" + sha256(measuring) + "' ";
    html = html.replace("script-src ", hash);
    html = html.replace("</body>", "<script>" + measuring + "</script></body>");
    try {
      Path copy = Files.writeString(page.resolveSibling("measured-" + page.getFileName()), html);
      Result result = run(dark, width, "--dump-dom", copy.toUri().toString());
      String dom = result.out();
      int from = dom.indexOf('>', dom.lastIndexOf("<pre id=\"" + RESULT)) + 1;
      if (from == 0) {
        throw new AssertionError("nothing was measured: " + result.err());
      }
      String text = dom.substring(from, dom.indexOf("</pre>", from));
      text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
      List<String> console = result.err().lines().filter(line -> line.contains("CONSOLE")).toList();
      return new Seen(Json.object(text), console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }

  /** What {@code file} looks like, as a file beside it; gives what the browser complained of. */
  static List<String> screenshot(Path file, boolean dark, int width, int height, Path picture) {
    Result result =
        run(
            dark,
            width,
            "--hide-scrollbars",
            "--window-size=" + width + "," + height,
            "--screenshot=" + picture,
            file.toUri().toString());
    return result.err().lines().filter(line -> line.contains("CONSOLE")).toList();
  }

  private static Result run(boolean dark, int width, String... words) {
    try {
      Path profile = Files.createTempDirectory("linit-chromium");
      List<String> command =
          new ArrayList<>(
              List.of(
                  "chromium",
                  "--headless",
                  // Only files that the test has made are opened, and root may not have one.
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--disable-background-networking",
                  "--host-resolver-rules=MAP * ~NOTFOUND",
                  "--enable-logging=stderr",
                  "--user-data-dir=" + profile,
                  "--window-size=" + width + ",900",
                  "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1)));
      command.addAll(Arrays.asList(words));
      Result result = Command.run(Map.of("HOME", profile.toString()), command);
      try (Stream<Path> files = Files.walk(profile)) {
        for (Path it : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(it);
        }
      }
      if (result.code() != 0) {
        throw new AssertionError("chromium: " + result.text());
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
