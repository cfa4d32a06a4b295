package org.panux.linit.ctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;
import org.panux.linit.picture.Picture;
import org.panux.linit.picture.Picture.LogLine;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.record.Recording;

/** The verbs {@code plot} and {@code report}: the boot as a picture, and as a page. */
final class Pictures {
  /** A request has 64 KiB, a name at most 64 bytes. */
  private static final int NAMES = 500;

  private Pictures() {}

  static int plot(Linitctl ctl) throws IOException {
    return draw(ctl, Verb.PLOT, (client, recording, start) -> Picture.svg(recording, start));
  }

  static int report(Linitctl ctl) throws IOException {
    return draw(
        ctl,
        Verb.REPORT,
        (client, recording, start) -> {
          GraphView graph = client.ask(Operation.graph());
          Map<String, Object> server = client.request(Op.VERSION, List.of()).fields();
          String about = "linitd " + server.get("version") + " with the rig " + server.get("root");
          return Picture.html(recording, start, graph, logs(client, graph, recording), about);
        });
  }

  private interface Drawing {
    String of(LinitClient client, Recording recording, Recording.Start target) throws IOException;
  }

  private static int draw(Linitctl ctl, Verb verb, Drawing drawing) throws IOException {
    List<String> names = ctl.line().names();
    if (names.isEmpty() && Terminal.isTerminal()) {
      return ctl.fail(
          ExitCode.USAGE, "this is no text for a terminal: linitctl " + verb.usage() + ", or '-'");
    }
    return ctl.talk(
        verb,
        client ->
            Recorded.any(
                ctl,
                client,
                Optional.empty(),
                (recording, start) ->
                    Output.write(
                        ctl,
                        names.isEmpty() ? "-" : names.get(0),
                        drawing.of(client, recording, start))));
  }

  /** What all services have printed since linitd began; of very much the newest. */
  private static List<LogLine> logs(LinitClient client, GraphView graph, Recording recording)
      throws IOException {
    List<String> names =
        graph.services().stream().filter(view -> !view.unknown()).map(ServiceView::name).toList();
    List<LogLine> lines = new ArrayList<>();
    for (int from = 0; from < names.size(); from += NAMES) {
      List<String> some = names.subList(from, Math.min(from + NAMES, names.size()));
      Reply reply =
          client.request(
              Op.LOGS,
              some,
              JsonRequest.Details.NONE.withLines(OptionalInt.of(JsonRequest.MOST_LINES)));
      if (reply.fields().get("lines") instanceof List<?> list) {
        for (Object line : list) {
          Map<?, ?> json = (Map<?, ?>) line;
          long time = (Long) json.get("time_ms");
          if (time >= recording.beganMs()) {
            lines.add(new LogLine(time, (String) json.get("name"), (String) json.get("text")));
          }
        }
      }
    }
    lines.sort(Comparator.comparingLong(LogLine::timeMs));
    return lines;
  }
}
