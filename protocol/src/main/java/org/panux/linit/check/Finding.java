package org.panux.linit.check;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.panux.linit.protocol.Text;

/**
 * One thing that is wrong with a rig, or seems to be.
 *
 * @param file below the rig's folder
 * @param line where, counted from 1; 0 for the file as a whole
 * @param error whether it fails a start; otherwise it is a warning
 * @param text what is wrong, and what to do
 */
public record Finding(String file, int line, boolean error, String text)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparing(finding -> !finding.error())
          .thenComparing(Finding::text);

  /** As one line: {@code init.d/web:12: unknown variable 'comand'; did you mean 'command'?}. */
  public String show() {
    return Text.printable(
        file + (line > 0 ? ":" + line : "") + ": " + (error ? "" : "warning: ") + text);
  }

  /** As JSON. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file);
    json.put("line", (long) line);
    json.put("level", error ? "error" : "warning");
    json.put("text", text);
    return json;
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
