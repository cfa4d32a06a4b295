package org.panux.linit.ctl;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.record.Change;
import org.panux.linit.record.CriticalPath;
import org.panux.linit.record.CriticalPath.Step;
import org.panux.linit.record.Recording;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Replay;

/** The verb {@code critical-chain}: why a service, or boot, was not ready sooner. */
final class Chain {
  private static final int NEAREST = 5;
  private static final String HEAD = "SERVICE";

  private Chain() {}

  static int run(Linitctl ctl) throws IOException {
    Optional<String> name = ctl.line().names().stream().findFirst();
    return ctl.talk(
        Verb.CRITICAL_CHAIN,
        client ->
            Recorded.ended(ctl, client, name, (recording, start) -> show(ctl, recording, start)));
  }

  private static int show(Linitctl ctl, Recording recording, Start start) {
    CriticalPath path = CriticalPath.to(recording, start);
    List<Map.Entry<String, Long>> slack =
        Replay.of(recording, Change.NONE).slack(start).entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
            .toList();
    if (ctl.line().json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("target", start.name());
      json.put("state", start.state());
      json.put("took_us", path.us());
      json.put("chain", path.steps().stream().map(Step::toJson).toList());
      json.put("slack", slack.stream().map(Chain::slack).toList());
      ctl.out().println(Json.write(json));
      return ExitCode.DONE;
    }
    String how =
        start.state().equals("running") ? " was ready after " : " " + start.state() + " after ";
    ctl.out().println(start.name() + how + Recorded.seconds(path.us()) + " s");
    ctl.out().println();
    print(ctl.out(), path);
    nearest(ctl.out(), path, slack);
    return ExitCode.DONE;
  }

  private static Map<String, Object> slack(Map.Entry<String, Long> entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", entry.getKey());
    json.put("slack_us", entry.getValue());
    return json;
  }

  /** One line a step. */
  static void print(PrintStream out, CriticalPath path) {
    int width = path.steps().stream().mapToInt(it -> it.name().length()).max().orElse(0);
    width = Math.max(width, HEAD.length());
    if (Terminal.isTerminal()) {
      // Half of what is left is for what it did then.
      width = Math.min(width, Math.max(HEAD.length(), (Terminal.columns() - 20) / 2));
    }
    out.println(Terminal.dim("     AT    TOOK  " + Terminal.pad(HEAD, width) + "  THEN"));
    for (int i = 0; i < path.steps().size(); i++) {
      Step step = path.steps().get(i);
      String next = i + 1 < path.steps().size() ? path.steps().get(i + 1).name() : "";
      String then =
          switch (step.then()) {
            case ASKS -> "asks for " + next;
            case SETTLES -> next + " goes on";
            case RESTARTS -> "is started again";
            case ENDS -> path.target().state().equals("running") ? "runs" : path.target().state();
          };
      out.println(
          Terminal.left(Recorded.seconds(step.fromUs()), 7)
              + Terminal.left(Recorded.seconds(step.us()), 8)
              + "  "
              + Terminal.fit(step.name(), width)
              + "  "
              + Terminal.dim(Terminal.cut(then, 19 + width)));
    }
  }

  /** Those that would be the next to delay it. */
  private static void nearest(
      PrintStream out, CriticalPath path, List<Map.Entry<String, Long>> slack) {
    Set<String> critical = new HashSet<>();
    path.steps().forEach(step -> critical.add(step.name()));
    List<Map.Entry<String, Long>> others = new ArrayList<>(slack);
    others.removeIf(entry -> critical.contains(entry.getKey()));
    if (others.isEmpty()) {
      return;
    }
    others.sort(Comparator.comparingLong(Map.Entry::getValue));
    out.println();
    out.println(Terminal.dim("  SLACK  SERVICE"));
    for (Map.Entry<String, Long> entry : others.subList(0, Math.min(NEAREST, others.size()))) {
      out.println(
          Terminal.left(Recorded.seconds(entry.getValue()), 7)
              + "  "
              + Terminal.cut(entry.getKey(), 9));
    }
  }
}
