package org.panux.linit.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The colours of pictures, light and dark, and the style sheets that use them. */
final class Style {
  /** Monospaced, so that the width of a text is known. */
  static final double GLYPH = 0.605;

  private static final Map<String, String[]> COLOURS = new LinkedHashMap<>();

  static {
    colour("paper", "#ffffff", "#14171c");
    colour("card", "#f6f8fa", "#1b1f26");
    colour("ink", "#1f2328", "#e4e7eb");
    colour("dim", "#59636e", "#9aa4b0");
    colour("line", "#d5dae0", "#333a44");
    colour("grid", "#e9ecef", "#23282f");
    colour("waiting", "#b6bec8", "#525c69");
    colour("starting", "#3f83d1", "#4a8fdd");
    colour("running", "#d5eeda", "#1c3a29");
    colour("good", "#1a7f37", "#4ac26b");
    colour("bad", "#cf222e", "#ff7b72");
    colour("busy", "#9a6700", "#d9a52e");
    colour("critical", "#c9510c", "#f0883e");
    colour("mark", "#fff1e5", "#3a2717");
  }

  private Style() {}

  private static void colour(String name, String light, String dark) {
    COLOURS.put(name, new String[] {light, dark});
  }

  /** The rules of {@code name}.css with colours in them, for viewers that know no variables. */
  static String literal(String name) {
    String css = resource(name + ".css");
    return resolved(css, 0) + "@media (prefers-color-scheme: dark) {\n" + resolved(css, 1) + "}\n";
  }

  private static String resolved(String css, int scheme) {
    String text = css;
    for (Map.Entry<String, String[]> colour : COLOURS.entrySet()) {
      text = text.replace("var(--" + colour.getKey() + ")", colour.getValue()[scheme]);
    }
    return text;
  }

  /** The colours as variables of a page. */
  static String variables() {
    return ":root {\n  color-scheme: light dark;\n"
        + variables(0)
        + "}\n@media (prefers-color-scheme: dark) {\n  :root {\n"
        + variables(1)
        + "  }\n}\n";
  }

  private static String variables(int scheme) {
    StringBuilder text = new StringBuilder();
    COLOURS.forEach(
        (name, values) ->
            text.append("  --").append(name).append(": ").append(values[scheme]).append(";\n"));
    return text.toString();
  }

  static String resource(String name) {
    try (InputStream in = Style.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
