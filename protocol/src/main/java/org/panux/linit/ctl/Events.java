package org.panux.linit.ctl;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;

/** The verb {@code events}: what linitd tells its followers, a JSON object a line. */
final class Events {
  private Events() {}

  static int run(Linitctl ctl) throws IOException {
    JsonRequest.Details details = ctl.line().details();
    if (ctl.line().since().isPresent()) {
      try {
        long since = Long.parseLong(ctl.line().since().get());
        details = details.withSince(OptionalLong.of(since));
      } catch (NumberFormatException e) {
        return ctl.fail(
            ExitCode.USAGE,
            "option --since needs the number of an event ('seq'), not '"
                + ctl.line().since().get()
                + "'");
      }
    }
    JsonRequest.Details wish = details;
    return ctl.talk(Verb.EVENTS, client -> follow(ctl, client, wish));
  }

  private static int follow(Linitctl ctl, LinitClient client, JsonRequest.Details details)
      throws IOException {
    client.send(Op.EVENTS, List.of(), details);
    Reply first = client.read();
    if (!first.ok()) {
      return ctl.fail(first.code(), first.error());
    }
    print(ctl, first);
    long last = sequence(first);
    long known = first.fields().get("event").equals("since") ? details.since().orElse(0) : last;
    boolean lost = first.fields().get("event").equals("lost");
    while (ctl.line().follow() || known < last || lost) {
      Reply event = client.read();
      lost = event.fields().get("event").equals("lost");
      known = sequence(event);
      print(ctl, event);
      if (ctl.out().checkError()) {
        // Nobody reads any more.
        return ExitCode.DONE;
      }
    }
    return ExitCode.DONE;
  }

  private static long sequence(Reply event) {
    return (Long) event.fields().get("seq");
  }

  private static void print(Linitctl ctl, Reply event) {
    ctl.out().println(Json.write(event.fields()));
    ctl.out().flush();
  }
}
