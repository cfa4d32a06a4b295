package org.panux.linit.fuzz;

import java.util.List;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.script.Facilities;
import org.panux.linit.script.LsbHeader;
import org.panux.linit.script.LsbHeader.Key;
import org.panux.linit.script.ScriptText;

/** The texts of init scripts of any kind, and LSB headers above all. */
public final class LsbFuzz {
  private LsbFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = Bytes.text(data);
    ScriptText script = ScriptText.of(text);
    script.problem().ifPresent(fault -> Bytes.checkLine(fault.text()));
    ScriptText.interpreter(text).forEach(word -> Bytes.check(!word.contains("\0"), "NUL: " + word));
    script.header().ifPresent(LsbFuzz::look);
    // Without the fuzzer's having to find these two lines.
    try {
      LsbHeader.parse("### BEGIN INIT INFO\n" + text + "\n### END INIT INFO\n")
          .ifPresent(LsbFuzz::look);
    } catch (LsbHeader.Malformed e) {
      Bytes.checkLine(e.fault().text());
      Bytes.check(e.fault().line() > 0, "no line: " + e.fault());
    }
  }

  private static void look(LsbHeader header) {
    for (Key key : Key.values()) {
      List<String> words = header.list(key);
      if (key.names()) {
        for (String name : words) {
          String bare = Facilities.is(name) ? name.substring(1) : name;
          Bytes.check(ServiceName.problem(bare).isEmpty(), "no name: " + name);
        }
      }
    }
  }
}
