package org.panux.pkgen.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.panux.pkgen.template.Fields;
import org.panux.pkgen.template.Function;
import org.panux.pkgen.template.Template;
import org.panux.pkgen.template.TemplateException;

/** A template: what it prints, each time the same, or where and why it is wrong. */
public final class TemplateFuzz {
  private static final Map<String, Function> FUNCTIONS =
      Map.of("two", Function.ofTexts("two", 2, 2, words -> words.get(0) + words.get(1)));
  private static final Fields DATA = data();

  private TemplateFuzz() {}

  private static Fields data() {
    Map<Object, Object> data = new LinkedHashMap<>();
    data.put("l", Arrays.asList("a", 2L, 3.5, true, null, List.of("x")));
    data.put("m", Map.of("b", 2L, "a", "x"));
    data.put("s", "text");
    return new Fields("the data", Map.of("V", "1.2", "D", data));
  }

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    String first = result(text);
    if (!first.equals(result(text))) {
      throw new AssertionError("not the same twice: " + text);
    }
    if (!text.contains("{{") && !first.equals(text)) {
      throw new AssertionError("text alone has changed: " + text);
    }
  }

  private static String result(String text) {
    try {
      return Template.parse(text, FUNCTIONS).execute(DATA);
    } catch (TemplateException e) {
      if (e.getMessage().isBlank() || e.offset() < 0 || e.offset() > text.length()) {
        throw new AssertionError("not said, or nowhere: " + e.getMessage() + " " + e.offset());
      }
      return "wrong: " + e.getMessage();
    }
  }
}
