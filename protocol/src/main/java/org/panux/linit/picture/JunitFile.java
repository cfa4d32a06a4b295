package org.panux.linit.picture;

import java.util.List;
import java.util.Locale;

/** What became of a rig's services, in the XML in which CI systems read the results of tests. */
public final class JunitFile {
  /** What became of a service. */
  public enum Outcome {
    RUNS,
    FAILED,
    NEVER_STARTED
  }

  /**
   * One service.
   *
   * @param millis how long it took to start
   * @param reason one line, where it failed
   * @param details more lines for people, where it failed
   */
  public record Case(String name, Outcome outcome, long millis, String reason, String details) {}

  private JunitFile() {}

  /** The text of the file; {@code rig} names the suite. */
  public static String of(String rig, List<Case> cases) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuite name=\"").append(Xml.text(rig)).append("\" tests=\"");
    out.append(cases.size()).append("\" failures=\"").append(count(cases, Outcome.FAILED));
    out.append("\" errors=\"0\" skipped=\"").append(count(cases, Outcome.NEVER_STARTED));
    out.append("\" time=\"").append(seconds(cases.stream().mapToLong(Case::millis).sum()));
    out.append("\">\n");
    cases.forEach(it -> write(out, it));
    return out.append("</testsuite>\n").toString();
  }

  private static long count(List<Case> cases, Outcome outcome) {
    return cases.stream().filter(it -> it.outcome() == outcome).count();
  }

  private static void write(StringBuilder out, Case one) {
    out.append("  <testcase classname=\"linit\" name=\"").append(Xml.text(one.name()));
    out.append("\" time=\"").append(seconds(one.millis()));
    switch (one.outcome()) {
      case RUNS -> out.append("\"/>\n");
      case NEVER_STARTED ->
          out.append("\">\n    <skipped message=\"it was not started\"/>\n  </testcase>\n");
      case FAILED -> {
        out.append("\">\n    <failure message=\"").append(Xml.text(one.reason())).append("\">");
        one.details().lines().forEach(line -> out.append(Xml.text(line)).append('\n'));
        out.append("</failure>\n  </testcase>\n");
      }
    }
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }
}
