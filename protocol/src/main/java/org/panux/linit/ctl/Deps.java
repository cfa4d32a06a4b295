package org.panux.linit.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.Text;
import org.panux.linit.record.DependencyLock;

/** The verb {@code deps}: keeps the dependencies of this boot as a file, or compares with it. */
final class Deps {
  private static final String FILE = "deps.lock";

  private Deps() {}

  static int run(Linitctl ctl) throws IOException {
    String what = ctl.line().names().get(0);
    if (!what.equals("lock") && !what.equals("diff")) {
      return ctl.fail(
          ExitCode.USAGE,
          "unknown 'deps "
              + Text.clip(what, 64)
              + "'"
              + Text.didYouMean(what, List.of("lock", "diff"))
              + "; usage: linitctl "
              + Verb.DEPS.usage());
    }
    return ctl.talk(
        Verb.DEPS,
        client -> {
          GraphView graph = client.ask(Operation.graph());
          if (graph.services().stream().anyMatch(it -> it.state() == ServiceState.STARTING)) {
            return ctl.fail(
                ExitCode.NOT_RUNNING,
                "not everything has started yet, so not all dependencies are known; try again"
                    + " after 'linitctl boot --watch'");
          }
          DependencyLock now = DependencyLock.of(graph.edges());
          return what.equals("lock")
              ? Output.write(ctl, file(ctl, client), now.text())
              : diff(ctl, file(ctl, client), now);
        });
  }

  private static String file(Linitctl ctl, LinitClient client) throws IOException {
    return ctl.line().names().size() > 1
        ? ctl.line().names().get(1)
        : Path.of((String) client.request(Op.VERSION, List.of()).fields().get("root"))
            .resolve(FILE)
            .toString();
  }

  /** As diff(1): 0 the same, 1 a difference, 2 trouble. */
  private static int diff(Linitctl ctl, String file, DependencyLock now) {
    DependencyLock lock;
    try {
      lock = DependencyLock.parse(Files.readString(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      return ctl.fail(
          ExitCode.USAGE,
          "cannot read " + file + ": " + Output.why(e) + "; 'linitctl deps lock' writes it");
    } catch (DependencyLock.Malformed e) {
      return ctl.fail(ExitCode.USAGE, file + ": " + e.getMessage());
    }
    List<String> lines = lock.diff(now);
    if (ctl.line().json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", file);
      json.put("added", lines.stream().filter(it -> it.startsWith("+")).map(Deps::edge).toList());
      json.put("removed", lines.stream().filter(it -> it.startsWith("-")).map(Deps::edge).toList());
      ctl.out().println(Json.write(json));
    } else {
      lines.forEach(ctl.out()::println);
    }
    return lines.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String edge(String line) {
    return line.substring(2);
  }
}
