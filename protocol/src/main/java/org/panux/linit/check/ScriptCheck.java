package org.panux.linit.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.panux.linit.check.CommonText.Asked;
import org.panux.linit.protocol.Text;
import org.panux.linit.script.Fault;
import org.panux.linit.script.ScriptFile;
import org.panux.linit.script.ScriptText;

/**
 * What one script says by itself.
 *
 * @param isScript whether it is meant to be one
 * @param faults what fails its start
 * @param asked the services that it names
 * @param header of an LSB script
 */
record ScriptCheck(
    String name,
    boolean isScript,
    List<Fault> faults,
    List<Asked> asked,
    Optional<LsbText> header) {

  static ScriptCheck read(String name, Path file, Configuration configuration) {
    try {
      return read(name, file, ScriptFile.look(file), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ScriptCheck read(
      String name, Path file, ScriptFile script, Configuration configuration) throws IOException {
    List<Fault> faults = new ArrayList<>();
    script.fault().ifPresent(faults::add);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return new ScriptCheck(name, true, faults, List.of(), Optional.empty());
    }
    String text = ScriptText.text(file);
    List<String> interpreter = ScriptText.interpreter(text);
    if (interpreter.isEmpty()) {
      boolean meant = Files.isExecutable(file) || Files.size(file) == 0;
      return new ScriptCheck(name, meant, faults, List.of(), Optional.empty());
    }
    boolean common = ScriptText.isCommon(interpreter);
    Optional<Fault> unreadable =
        firstLine(text).endsWith("\r")
            ? Optional.of(
                new Fault(1, "lines end with a carriage return; save it with the ends of Unix"))
            : Syntax.check(common ? configuration.shell() : interpreter, file);
    unreadable.ifPresent(faults::add);
    if (common && unreadable.isEmpty()) {
      CommonText said = CommonText.read(text);
      faults.addAll(said.faults());
      return new ScriptCheck(name, true, faults, said.asked(), Optional.empty());
    }
    missingProgram(interpreter, configuration.path()).ifPresent(faults::add);
    return new ScriptCheck(
        name, true, faults, List.of(), ScriptText.of(text).header().map(LsbText::read));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** The program that {@code env} would look for in vain. */
  private static Optional<Fault> missingProgram(List<String> interpreter, String path) {
    if (!interpreter.get(0).endsWith("/env")) {
      return Optional.empty();
    }
    return interpreter.stream()
        .skip(1)
        .filter(word -> !word.startsWith("-") && word.indexOf('=') < 0)
        .findFirst()
        .filter(program -> !isOn(path, program))
        .map(
            program ->
                new Fault(
                    1,
                    "the interpreter '"
                        + Text.clip(program, 100)
                        + "' is not on the search path of scripts, "
                        + path));
  }

  private static boolean isOn(String path, String program) {
    return Arrays.stream(path.split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
  }
}
