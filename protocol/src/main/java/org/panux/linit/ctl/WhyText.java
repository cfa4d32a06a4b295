package org.panux.linit.ctl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.Text;

/** Why a service is as it is, in sentences: one a line, from the service to the first cause. */
final class WhyText {
  /** The most names that a sentence lists. */
  private static final int MOST_NAMES = 5;

  private final Map<?, ?> service;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param service one of {@code services} in an answer to {@code why}
   */
  WhyText(Map<?, ?> service) {
    this.service = service;
  }

  List<String> lines() {
    String name = text(service, "name");
    switch (text(service, "state")) {
      case "null" -> say(name + " was never started: nobody has asked for it.");
      case "running" -> {
        say(name + " has been running for " + span(service, "since_ms") + ".");
        askers();
      }
      case "starting" -> {
        starting(service, name, text(first(), "reason"), "since_ms");
        waits();
        askers();
      }
      default -> causes();
    }
    broken(name);
    return lines;
  }

  /** So that nobody takes what was done to it for its own doing. */
  private void broken(String name) {
    if (service.get("faults") instanceof List<?> faults && !faults.isEmpty()) {
      String words = String.join(", ", faults.stream().map(Object::toString).toList());
      say(
          name
              + " is broken on purpose (fault: "
              + words
              + "); 'linitctl fault clear' undoes that.");
    }
  }

  private void say(String line) {
    lines.add(Text.printable(line));
  }

  private List<?> chain() {
    return (List<?>) service.get("chain");
  }

  private Map<?, ?> first() {
    return (Map<?, ?>) chain().get(0);
  }

  private static String text(Map<?, ?> json, String field) {
    return (String) json.get(field);
  }

  private static long number(Map<?, ?> json, String field) {
    return (Long) json.get(field);
  }

  private static String span(Map<?, ?> json, String field) {
    return Terminal.span(number(json, field));
  }

  private void askers() {
    for (Object element : chain()) {
      Map<?, ?> link = (Map<?, ?>) element;
      String name = text(link, "name");
      String by = text(link, "by");
      String kind = text(link, "kind");
      say(
          switch (kind) {
            case "" -> name + " ran already when this linitd began.";
            case "client" -> "A client asked for " + name + ", such as 'linitctl start'.";
            case "linitd" -> "linitd itself asked for " + name + ".";
            case "restart" ->
                by.isEmpty()
                    ? name + " was restarted by itself, after it had ended."
                    : name + " was restarted because of " + by + ", which it needs.";
            default -> by + " asked for " + name + " first (" + kind + ").";
          });
    }
  }

  private void starting(Map<?, ?> json, String name, String reason, String since) {
    String what =
        switch (text(json, "doing")) {
          case "start script" -> "its start script runs";
          case "readiness" -> "it is not ready yet";
          case "sweep" -> "what is left of its last run is being ended";
          default -> "";
        };
    String why = reason.isEmpty() ? what : reason;
    say(
        name
            + " has been starting for "
            + span(json, since)
            + (why.isEmpty() || waitsFor(name) ? "." : ": " + why + "."));
  }

  private boolean waitsFor(String name) {
    for (Object wait : (List<?>) service.get("waiting")) {
      if (text((Map<?, ?>) wait, "name").equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Who waits for whom, and what those do that wait for nobody. */
  private void waits() {
    Map<String, List<Map<?, ?>>> byName = new LinkedHashMap<>();
    for (Object element : (List<?>) service.get("waiting")) {
      Map<?, ?> wait = (Map<?, ?>) element;
      byName.computeIfAbsent(text(wait, "name"), key -> new ArrayList<>()).add(wait);
    }
    Set<String> told = new LinkedHashSet<>();
    byName.forEach(
        (name, waits) -> {
          say(
              name
                  + " waits for "
                  + list(waits)
                  + ", for "
                  + span(waits.get(0), "since_ms")
                  + " now.");
        });
    byName.forEach(
        (name, waits) -> {
          for (Map<?, ?> wait : waits) {
            String other = text(wait, "for");
            if (!byName.containsKey(other) && told.add(other)) {
              leaf(wait, other);
            }
          }
        });
  }

  private void leaf(Map<?, ?> wait, String name) {
    String state = text(wait, "state");
    if (state.equals("starting")) {
      starting(wait, name, text(wait, "reason"), "state_since_ms");
    } else {
      say(name + " has been " + state + " for " + span(wait, "state_since_ms") + ".");
    }
  }

  private static String list(List<Map<?, ?>> waits) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < Math.min(MOST_NAMES, waits.size()); i++) {
      names.append(i == 0 ? "" : ", ").append(text(waits.get(i), "for"));
    }
    int more = waits.size() - MOST_NAMES;
    return more > 0 ? names + " and " + more + " more" : names.toString();
  }

  private void causes() {
    String when = " " + span(service, "since_ms") + " ago";
    for (int i = 0; i < chain().size(); i++) {
      Map<?, ?> link = (Map<?, ?>) chain().get(i);
      String next = i + 1 < chain().size() ? word((Map<?, ?>) chain().get(i + 1)) : "failed";
      cause(link, when, next);
      log((List<?>) link.get("log"), text(link, "reason"));
      when = "";
    }
  }

  /** What has become of it, in a word. */
  private static String word(Map<?, ?> link) {
    return switch (text(link, "state")) {
      case "failed" -> "failed";
      case "stopping" -> "is being stopped";
      default -> text(link, "cause").equals("itself") ? "ended by itself" : "was stopped";
    };
  }

  private void cause(Map<?, ?> link, String when, String next) {
    String of = text(link, "of");
    String by = text(link, "by");
    String reason = text(link, "reason");
    String became = text(link, "name") + " " + word(link) + when;
    say(
        switch (text(link, "cause")) {
          case "dependency" -> became + " because its dependency " + of + " " + next + ".";
          case "needs", "lost" -> became + " because " + of + ", which it needs, " + next + ".";
          case "request" ->
              became
                  + (by.isEmpty()
                      ? ": a client asked for that, such as 'linitctl stop'"
                      : ": the script of " + by + " asked for that")
                  + (reason.equals("restarted") ? ", to restart it." : ".");
          case "reset" -> text(link, "name") + " had failed, and was reset" + when + ".";
          case "shutdown" -> became + " because linitd ends.";
          default -> became + (reason.isEmpty() ? "." : ": " + reason + ".");
        });
  }

  /** The last lines of a log, where they say more than the reason does already. */
  private void log(List<?> log, String reason) {
    boolean more = log.size() > 1 || log.size() == 1 && !reason.endsWith((String) log.get(0));
    if (more) {
      say("Its last lines:");
      log.forEach(line -> say("  " + line));
    }
  }
}
