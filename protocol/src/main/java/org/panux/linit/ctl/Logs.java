package org.panux.linit.ctl;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.Text;

/** The verb {@code logs}: what services have printed, each line with its time and the name. */
final class Logs {
  private Logs() {}

  static int run(Linitctl ctl) throws IOException {
    List<String> names = ctl.line().names();
    return ctl.talk(
        Verb.LOGS,
        client -> {
          Reply reply = client.request(Op.LOGS, names, ctl.line().details());
          if (ctl.line().json()) {
            ctl.out().println(Json.write(reply.fields()));
            return reply.code();
          }
          if (reply.fields().get("lines") instanceof List<?> lines) {
            print(ctl, names, lines);
            if (Boolean.TRUE.equals(reply.fields().get("cut"))) {
              return ctl.fail(
                  reply.code(), "older lines do not fit one answer; they are in the log files");
            }
          }
          return reply.ok() ? reply.code() : ctl.fail(reply.code(), reply.error());
        });
  }

  private static void print(Linitctl ctl, List<String> names, List<?> lines) {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (Object line : lines) {
      Map<?, ?> json = (Map<?, ?>) line;
      String text =
          format.format(Instant.ofEpochMilli((Long) json.get("time_ms")))
              + " "
              + Terminal.pad((String) json.get("name"), width)
              + " | "
              + printable((String) json.get("text"));
      ctl.out().println(text.stripTrailing());
    }
  }

  /** Tabs stay: they do no harm, and columns need them. */
  private static String printable(String text) {
    return String.join("\t", List.of(text.split("\t", -1)).stream().map(Text::printable).toList());
  }
}
