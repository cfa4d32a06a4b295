package org.panux.linit.ctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.client.Operation;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.Text;

/** The verbs that have something done to services. */
final class Control {
  private Control() {}

  static int run(Linitctl ctl, Verb verb, Op op) throws IOException {
    return run(ctl, verb, op, ctl.line().names(), ctl.line().details());
  }

  static int run(Linitctl ctl, Verb verb, Op op, List<String> names, JsonRequest.Details details)
      throws IOException {
    return ctl.talk(
        verb,
        client -> {
          Reply reply =
              !ctl.line().watch()
                  ? client.request(op, names, details)
                  : Watch.control(
                      ctl,
                      client,
                      op,
                      names,
                      op == Op.STOP ? ServiceState.STOPPED : ServiceState.RUNNING);
          if (ctl.line().json()) {
            ctl.tell(Json.write(reply.fields()));
            return reply.code();
          }
          if (!reply.ok()) {
            return complain(ctl, reply);
          }
          if (details.dryRun()) {
            plan(ctl, reply);
          } else if (!ctl.line().watch()
              && reply.fields().get("stopped") instanceof List<?> stopped) {
            List<String> others =
                stopped.stream().map(String.class::cast).filter(n -> !names.contains(n)).toList();
            if (!others.isEmpty()) {
              ctl.tell("also stopped: " + String.join(" ", others));
            }
          }
          return ExitCode.DONE;
        });
  }

  private static void plan(Linitctl ctl, Reply reply) {
    if (reply.fields().containsKey("would_stop")) {
      plan(ctl, "stop", reply.fields().get("would_stop"));
    }
    if (reply.fields().containsKey("would_start")) {
      plan(ctl, "start", reply.fields().get("would_start"));
    }
    if (reply.fields().get("never_ran") instanceof List<?> names && !names.isEmpty()) {
      ctl.tell(
          "not known yet, since they never ran: what is needed by "
              + String.join(" ", names.stream().map(String.class::cast).toList()));
    }
  }

  private static void plan(Linitctl ctl, String verb, Object names) {
    List<String> words = ((List<?>) names).stream().map(String.class::cast).toList();
    ctl.tell(
        words.isEmpty()
            ? "would " + verb + " nothing"
            : "would " + verb + ": " + String.join(" ", words));
  }

  /** A signal is an option, or one of two words: {@code kill web HUP}, {@code kill HUP web}. */
  static int kill(Linitctl ctl) throws IOException {
    List<String> names = new ArrayList<>(ctl.line().names());
    JsonRequest.Details details = ctl.line().details();
    if (details.signal().isEmpty() && names.size() > 1) {
      if (names.size() > 2) {
        return ctl.fail(ExitCode.USAGE, "usage: linitctl " + Verb.KILL.usage());
      }
      boolean first = looksLikeSignal(names.get(0)) && !looksLikeSignal(names.get(1));
      String signal = names.remove(first ? 0 : 1);
      details = details.withSignal(Optional.of(signal));
    }
    return run(ctl, Verb.KILL, Op.KILL, names, details);
  }

  /** Signals are written in capitals or as numbers, services hardly ever. */
  private static boolean looksLikeSignal(String word) {
    return word.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
  }

  private static int complain(Linitctl ctl, Reply reply) {
    if (reply.fields().get("failures") instanceof List<?> failures) {
      failures.forEach(it -> ctl.fail(reply.code(), (String) ((Map<?, ?>) it).get("error")));
      return reply.code();
    }
    return ctl.fail(reply.code(), reply.error());
  }

  static int state(Linitctl ctl) throws IOException {
    String name = ctl.line().names().get(0);
    String word = ctl.line().names().get(1);
    Optional<ServiceState> state = ServiceState.of(word);
    if (state.isEmpty()) {
      return ctl.fail(
          ExitCode.USAGE,
          "unknown state '" + Text.clip(word, 64) + "': it is running, stopped or failed");
    }
    return ctl.talk(
        Verb.STATE,
        client -> {
          client.ask(Operation.state(name, state.get()));
          return ExitCode.DONE;
        });
  }
}
