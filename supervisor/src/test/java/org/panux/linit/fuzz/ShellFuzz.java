package org.panux.linit.fuzz;

import java.util.List;
import org.panux.linit.script.Fault;
import org.panux.linit.script.ScriptVariables;
import org.panux.linit.script.ShellText;

/** What is read of the texts of scripts for rc.common without running them. */
public final class ShellFuzz {
  private ShellFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = Bytes.text(data);
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    for (ShellText.Command command : ShellText.commands(text)) {
      Bytes.check(!command.words().isEmpty(), "a command without words");
      command.name();
      command.arguments();
      for (ShellText.Word word : command.words()) {
        Bytes.check(word.line() >= 1 && word.line() <= lines, "no such line: " + word);
        if (!word.variable().isEmpty()) {
          word.value();
        }
      }
    }
    List<Fault> faults = ScriptVariables.misspelt(text);
    for (Fault fault : faults) {
      Bytes.checkLine(fault.text());
      Bytes.check(fault.line() >= 1 && fault.line() <= lines, "no such line: " + fault);
    }
  }
}
