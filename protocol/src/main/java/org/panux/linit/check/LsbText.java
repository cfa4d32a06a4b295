package org.panux.linit.check;

import java.util.ArrayList;
import java.util.List;
import org.panux.linit.check.CommonText.Asked;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.Text;
import org.panux.linit.script.Facilities;
import org.panux.linit.script.LsbHeader;
import org.panux.linit.script.LsbHeader.Key;

/**
 * The names in an LSB header that somebody else has to stand for; pure.
 *
 * @param required the services without which a start fails
 * @param facilities those that are not usual anywhere
 * @param line where it says what it requires
 */
record LsbText(List<Asked> required, List<Asked> facilities, int line) {
  static LsbText read(LsbHeader header) {
    List<Asked> required = new ArrayList<>();
    List<Asked> facilities = new ArrayList<>();
    for (Key key : Key.values()) {
      if (key.names() && key != Key.PROVIDES) {
        for (String name : header.list(key)) {
          Asked asked = new Asked(DependencyKind.DEP, name, header.line(name), true);
          if (Facilities.is(name) && !Facilities.known().contains(name)) {
            facilities.add(asked);
          } else if (!Facilities.is(name) && key == Key.REQUIRED_START) {
            required.add(asked);
          }
        }
      }
    }
    int line =
        header.list(Key.REQUIRED_START).stream().mapToInt(header::line).findFirst().orElse(1);
    return new LsbText(required, facilities, line);
  }

  static String unknown(String facility) {
    return "no script provides the facility '"
        + facility
        + "', so nothing is ordered by it"
        + Text.didYouMean(facility, Facilities.known());
  }
}
