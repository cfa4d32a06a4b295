package org.panux.linit.ctl;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.Text;

/** The verb {@code logs}: what services have printed, each line with its time and the name. */
final class Logs {
  private static final int NARROWEST_NAME = 8;

  private final Linitctl ctl;
  private final List<String> names;
  private final int width;
  private final DateTimeFormatter format =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private Logs(Linitctl ctl) {
    this.ctl = ctl;
    this.names = ctl.line().names();
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    this.width =
        Terminal.isTerminal()
            ? Math.min(longest, Math.max(NARROWEST_NAME, Terminal.columns() / 4))
            : longest;
  }

  static int run(Linitctl ctl) throws IOException {
    return ctl.talk(Verb.LOGS, new Logs(ctl)::ask);
  }

  private int ask(LinitClient client) throws IOException {
    Reply reply = client.request(Op.LOGS, names, ctl.line().details());
    if (ctl.line().json()) {
      ctl.out().println(Json.write(reply.fields()));
    } else if (reply.fields().get("lines") instanceof List<?> lines) {
      lines.forEach(line -> print((Map<?, ?>) line));
    }
    if (!reply.ok()) {
      return ctl.line().json() ? reply.code() : ctl.fail(reply.code(), reply.error());
    }
    if (!ctl.line().json() && Boolean.TRUE.equals(reply.fields().get("cut"))) {
      ctl.fail(ExitCode.DONE, "older lines do not fit one answer; they are in the log files");
    }
    return ctl.line().follow() ? follow(client) : ExitCode.DONE;
  }

  /** Goes on until linitd ends, or until nobody reads any more. */
  private int follow(LinitClient client) throws IOException {
    while (!ctl.out().checkError()) {
      Reply event = client.read();
      if (ctl.line().json()) {
        ctl.out().println(Json.write(event.fields()));
      } else {
        print(event.fields());
      }
    }
    return ExitCode.DONE;
  }

  private void print(Map<?, ?> line) {
    String name = (String) line.get("name");
    String text =
        format.format(Instant.ofEpochMilli((Long) line.get("time_ms")))
            + " "
            + Terminal.named(names.indexOf(name), Terminal.fit(name, width))
            + " | "
            + printable((String) line.get("text"));
    ctl.out().println(text.stripTrailing());
  }

  /** Tabs stay: they do no harm, and columns need them. */
  private static String printable(String text) {
    return String.join("\t", List.of(text.split("\t", -1)).stream().map(Text::printable).toList());
  }
}
