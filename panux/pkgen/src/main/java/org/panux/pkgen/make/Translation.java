package org.panux.pkgen.make;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.panux.pkgen.file.InvalidFile;
import org.panux.pkgen.file.Mistake;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.Text;
import org.panux.pkgen.source.Source;
import org.panux.pkgen.template.Function;
import org.panux.pkgen.template.Template;
import org.panux.pkgen.template.TemplateException;

/**
 * A package file for one kind of machine: its templates are text.
 *
 * @param host what the packages run on
 * @param build what they are built on
 */
public record Translation(
    PackageFile file, Arch host, Arch build, List<Source> sources, String script) {

  /** Executes the templates of a package file; all mistakes are found at once. */
  public static Translation of(PackageFile file, Arch host, Arch build) throws InvalidFile {
    Map<String, Function> functions = Shortcuts.of(file.version(), host, build);
    List<Mistake> mistakes = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    Map<String, Text> named = new HashMap<>();
    for (int i = 0; i < file.sources().size(); i++) {
      Text text = file.sources().get(i);
      try {
        String url = text(file, functions, "sources[" + i + "]", List.of(text));
        Source source = Source.of(url, file.path());
        if (named.put(source.name(), text) != null) {
          throw new Source.Malformed("two sources are called src/" + source.name());
        }
        sources.add(source);
      } catch (InvalidFile e) {
        mistakes.addAll(e.mistakes());
      } catch (Source.Malformed e) {
        mistakes.add(
            new Mistake(file.path().toString(), text.line(), text.column(), e.getMessage()));
      }
    }
    String script = "";
    try {
      script = text(file, functions, "script", file.script());
    } catch (InvalidFile e) {
      mistakes.addAll(e.mistakes());
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidFile(mistakes);
    }
    return new Translation(file, host, build, sources, script);
  }

  private static String text(
      PackageFile file, Map<String, Function> functions, String name, List<Text> texts)
      throws InvalidFile {
    try {
      return Template.parse(Text.joined(texts), functions).execute(file.fields());
    } catch (TemplateException e) {
      Text.Place place = Text.place(texts, e.offset());
      throw new InvalidFile(
          new Mistake(
              file.path().toString(),
              place.line(),
              place.column(),
              "template " + name + ": " + e.getMessage()));
    }
  }
}
