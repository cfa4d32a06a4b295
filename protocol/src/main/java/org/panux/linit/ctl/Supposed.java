package org.panux.linit.ctl;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.Text;
import org.panux.linit.record.Change;
import org.panux.linit.record.CriticalPath.Step;
import org.panux.linit.record.Recording;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.WhatIf;
import org.panux.linit.setting.Durations;

/** The verb {@code what-if}: when the boot would have been ready with something changed. */
final class Supposed {
  private Supposed() {}

  static int run(Linitctl ctl) throws IOException {
    Change change;
    try {
      change = change(ctl.line().names(), ctl.line().pictures().without());
    } catch (IllegalArgumentException e) {
      return ctl.fail(ExitCode.USAGE, e.getMessage());
    }
    if (change.equals(Change.NONE)) {
      return ctl.fail(ExitCode.USAGE, "usage: linitctl " + Verb.WHAT_IF.usage());
    }
    return ctl.talk(
        Verb.WHAT_IF,
        client ->
            Recorded.ended(
                ctl,
                client,
                Optional.empty(),
                (recording, start) -> show(ctl, recording, start, change)));
  }

  private static Change change(List<String> words, List<String> without) {
    Map<String, Long> durations = new LinkedHashMap<>();
    for (String word : words) {
      int at = word.indexOf('=');
      if (at <= 0) {
        throw new IllegalArgumentException(
            "'" + Text.clip(word, 64) + "' is not NAME=DURATION, as web=1.5s");
      }
      long us;
      try {
        us = Durations.parse(word.substring(at + 1)).toNanos() / 1000;
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(Text.clip(word, 64) + ": " + e.getMessage(), e);
      }
      String name = word.substring(0, at);
      if (durations.put(name, us) != null) {
        throw new IllegalArgumentException("'" + Text.clip(name, 64) + "' is there twice");
      }
    }
    Set<Change.Edge> edges = new LinkedHashSet<>();
    for (String edge : without) {
      int at = edge.indexOf("->");
      if (at <= 0 || at + 2 == edge.length()) {
        throw new IllegalArgumentException(
            "--without: '" + Text.clip(edge, 140) + "' is no edge; write it as 'A->B', in quotes");
      }
      edges.add(new Change.Edge(edge.substring(0, at), edge.substring(at + 2)));
    }
    return new Change(durations, edges);
  }

  private static int show(Linitctl ctl, Recording recording, Start start, Change change) {
    WhatIf whatIf;
    try {
      whatIf = WhatIf.of(recording, start, change);
    } catch (WhatIf.Unknown e) {
      return ctl.fail(ExitCode.NO_SUCH_SERVICE, e.getMessage());
    } catch (WhatIf.Impossible e) {
      return ctl.fail(ExitCode.FAILED, e.getMessage());
    }
    long before = whatIf.before().endedUs();
    long after = whatIf.after().endedUs();
    if (ctl.line().json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("target", start.name());
      json.put("recorded_us", before);
      json.put("ready_us", after);
      json.put("not_started", whatIf.notStarted());
      json.put("chain", whatIf.path().steps().stream().map(Step::toJson).toList());
      ctl.out().println(Json.write(json));
      return ExitCode.DONE;
    }
    ctl.out()
        .println(
            start.name()
                + " would be ready after "
                + Recorded.seconds(after)
                + " s, not "
                + Recorded.seconds(before)
                + " s");
    if (!whatIf.notStarted().isEmpty()) {
      ctl.out().println("not started: " + String.join(" ", whatIf.notStarted()));
    }
    ctl.out().println();
    Chain.print(ctl.out(), whatIf.path());
    return ExitCode.DONE;
  }
}
