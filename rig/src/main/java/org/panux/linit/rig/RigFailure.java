package org.panux.linit.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.LinitException;
import org.panux.linit.client.LogLine;
import org.panux.linit.client.Operation;
import org.panux.linit.ctl.Linitctl;

/**
 * What a test says that fails because of its rig: what went wrong, why, from the service to the
 * first cause, what the services on that way have printed last, and where more is to be read.
 */
final class RigFailure {
  private static final int LAST_LINES = 10;

  /** The most services whose lines are shown. */
  private static final int MOST_LOGS = 5;

  private final RunningRig rig;
  private final StringBuilder text;

  private RigFailure(RunningRig rig, String what) {
    this.rig = rig;
    this.text = new StringBuilder("the rig " + rig.plan().folder() + ": " + what);
  }

  /**
   * @param what went wrong
   * @param names the services that it is about
   */
  static AssertionError of(RunningRig rig, String what, String... names) {
    RigFailure failure = new RigFailure(rig, what);
    if (names.length > 0) {
      failure.why(names);
    }
    failure.logs(names);
    failure.line(RigReports.write(rig.socket(), rig.label()));
    rig.plan().report().ifPresent(it -> failure.line("all about it will be in " + it));
    return new AssertionError(rig.shown(failure.text.toString()));
  }

  private void line(String line) {
    text.append("\n  ").append(line);
  }

  private void why(String... names) {
    List<String> words = new ArrayList<>(List.of("why"));
    words.addAll(List.of(names));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Linitctl.run(rig.socket(), out, nowhere, words);
    out.flush();
    bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        // The lines of the log follow, of all services on the way.
        .filter(line -> !line.equals("Its last lines:") && !line.startsWith(" "))
        .forEach(this::line);
  }

  private void logs(String... names) {
    try (LinitClient client = rig.connect()) {
      int shown = 0;
      for (String name : way(client, names)) {
        if (shown < MOST_LOGS && log(client, name)) {
          shown++;
        }
      }
    } catch (LinitException e) {
      // One of the names is no service, which the first line says already.
    } catch (IOException e) {
      line("linitd has gone: " + rig.whatLinitdSaid());
    }
  }

  /** The services from these to the first causes. */
  private static Set<String> way(LinitClient client, String... names) throws IOException {
    Set<String> way = new LinkedHashSet<>();
    for (Map<?, ?> service : client.ask(Operation.why(names))) {
      for (Object link : (List<?>) service.get("chain")) {
        way.add((String) ((Map<?, ?>) link).get("name"));
      }
      for (Object wait : (List<?>) service.get("waiting")) {
        way.add((String) ((Map<?, ?>) wait).get("for"));
      }
    }
    way.removeAll(RunningRig.OWN);
    return way;
  }

  private boolean log(LinitClient client, String name) throws IOException {
    List<LogLine> lines = client.ask(Operation.logs(LAST_LINES, name));
    if (lines.isEmpty()) {
      return false;
    }
    line(name + " has printed:");
    lines.forEach(it -> line("  " + it.text()));
    return true;
  }
}
