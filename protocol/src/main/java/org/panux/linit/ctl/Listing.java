package org.panux.linit.ctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Text;

/** The verb {@code list}: every service, also those never started, as a table or as a tree. */
final class Listing {
  private Listing() {}

  static int run(Linitctl ctl) throws IOException {
    CommandLine line = ctl.line();
    Optional<ServiceState> only = ServiceState.of(line.option(CommandLine.STATE));
    if (line.has(CommandLine.STATE) && only.isEmpty()) {
      return ctl.fail(
          ExitCode.USAGE,
          "unknown state '"
              + Text.clip(line.option(CommandLine.STATE), 64)
              + "': it is null, starting, running, failed, stopping or stopped");
    }
    boolean tree = line.has(CommandLine.TREE);
    if (tree && (only.isPresent() || line.json())) {
      return ctl.fail(
          ExitCode.USAGE, "--tree shows all of them as text, without --state and --json");
    }
    return ctl.talk(
        Verb.LIST,
        client -> {
          Reply reply = client.request(Op.LIST, List.of());
          if (!reply.ok()) {
            return ctl.refused(reply);
          }
          Map<String, Object> answer = reply.fields();
          List<?> services = (List<?>) answer.get("services");
          if (tree) {
            tree(ctl, views(services), client.request(Op.GRAPH, List.of()));
            return ExitCode.DONE;
          }
          List<?> chosen =
              only.isEmpty()
                  ? services
                  : services.stream().filter(it -> is(it, only.get())).toList();
          if (line.json()) {
            answer.put("services", chosen);
            ctl.out().println(Json.write(answer));
          } else {
            Terminal.table(ctl.out(), views(chosen));
          }
          return ExitCode.DONE;
        });
  }

  private static boolean is(Object service, ServiceState state) {
    return state.word().equals(((Map<?, ?>) service).get("state"));
  }

  private static List<ServiceView> views(List<?> services) {
    return services.stream().map(it -> ServiceView.of((Map<?, ?>) it)).toList();
  }

  /** What the graph does not know was never started. */
  private static void tree(Linitctl ctl, List<ServiceView> listed, Reply reply) {
    GraphView graph = GraphView.of(reply.fields());
    List<ServiceView> all = new ArrayList<>(graph.services());
    Set<String> known = new HashSet<>();
    all.forEach(view -> known.add(view.name()));
    listed.stream().filter(view -> !known.contains(view.name())).forEach(all::add);
    GraphText.print(ctl.out(), new GraphView(all, graph.edges()), List.of());
  }
}
