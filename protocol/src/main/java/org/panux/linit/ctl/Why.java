package org.panux.linit.ctl;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;

/** The verb {@code why}. */
final class Why {
  private Why() {}

  static int run(Linitctl ctl) throws IOException {
    return ctl.talk(
        Verb.WHY,
        client -> {
          Reply reply = client.request(Op.WHY, ctl.line().names());
          if (ctl.line().json()) {
            ctl.out().println(Json.write(reply.fields()));
            return reply.code();
          }
          print(ctl.out(), reply);
          return reply.ok() ? reply.code() : ctl.fail(reply.code(), reply.error());
        });
  }

  /** Prints what an answer explains, if anything, with a line between two services. */
  static void print(PrintStream out, Reply reply) {
    if (reply.fields().get("services") instanceof List<?> services) {
      String before = "";
      for (Object service : services) {
        out.print(before);
        for (String line : new WhyText((Map<?, ?>) service).lines()) {
          out.println(Terminal.wrapped(line, 0, 2));
        }
        before = System.lineSeparator();
      }
    }
  }
}
