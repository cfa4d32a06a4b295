package org.panux.linit.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.LinitException;
import org.panux.linit.client.Operation;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** Compares what linitd says of a {@link ChaosRig} at rest with the processes that there are. */
final class ChaosTruth {
  private final ChaosRig rig;
  private final Daemon linitd;

  ChaosTruth(ChaosRig rig, Daemon linitd) {
    this.rig = rig;
    this.linitd = linitd;
  }

  /**
   * Has all but {@code off} run, and waits until that is the truth. A death that was not seen yet
   * when it was asked for makes a service fail afterwards: then it is asked for again.
   */
  void bringToRest(Set<String> off) {
    String[] stopped = off.toArray(String[]::new);
    String[] wanted =
        rig.names().stream().filter(name -> !off.contains(name)).toArray(String[]::new);
    List<String> answers = new ArrayList<>();
    Await.until(
        () -> {
          try (LinitClient client = LinitClient.connect(linitd.rig().socket())) {
            if (stopped.length > 0) {
              client.ask(Operation.stop(stopped));
            }
            client.ask(Operation.start(wanted));
            // What has been killed may not have been missed yet: then there is something wrong now.
            return settled(client, off).isEmpty();
          } catch (LinitException e) {
            answers.add(e.getMessage());
            return false;
          } catch (IOException e) {
            throw new AssertionError("linitd, which nobody harmed: " + linitd.said(), e);
          }
        },
        () -> {
          List<String> last = answers.subList(Math.max(0, answers.size() - 3), answers.size());
          return wrong(off) + "; answers: " + last;
        });
  }

  /** What is wrong now; nothing where all is as it should be. */
  List<String> wrong(Set<String> off) {
    try (LinitClient client = LinitClient.connect(linitd.rig().socket())) {
      return settled(client, off);
    } catch (IOException e) {
      return List.of("cannot ask: " + e);
    }
  }

  private List<String> settled(LinitClient client, Set<String> off) throws IOException {
    Map<String, ServiceView> views = new HashMap<>();
    client.ask(Operation.list()).forEach(view -> views.put(view.name(), view));
    Map<String, List<Long>> processes = processes();
    Set<String> sups = sups();
    List<String> wrong = new ArrayList<>();
    for (ChaosRig.Unit unit : rig.units()) {
      ServiceView view = views.get(unit.name());
      boolean should = !off.contains(unit.name());
      List<Long> pids = unit.stays() ? processes.remove(unit.command()) : null;
      int count = pids == null ? 0 : pids.size();
      if (should != (view.state() == ServiceState.RUNNING)
          || view.state() == ServiceState.STARTING
          || view.state() == ServiceState.STOPPING
          || should && !view.degraded().isEmpty()
          || count != (should && unit.stays() ? 1 : 0)
          || count == 1 && view.main().pid() != 0 && view.main().pid() != pids.get(0)
          || count == 1 && view.main().pid() == 0 && rig.sup(unit) && !sups.contains(unit.name())) {
        wrong.add(view + " has the processes " + pids);
      }
    }
    processes.forEach((command, pids) -> wrong.add("nobody's: " + command + " " + pids));
    return wrong;
  }

  /** The services whose process a linit-sup watches. */
  private Set<String> sups() {
    return linitd.processes().stream()
        .filter(line -> line.contains("/linit-sup --name "))
        .map(line -> line.replaceAll(".*/linit-sup --name (\\S+) .*", "$1"))
        .collect(Collectors.toSet());
  }

  /** Processes by their command line; without linit's own, which stay beside services. */
  private Map<String, List<Long>> processes() {
    Map<String, List<Long>> found = new TreeMap<>();
    for (String line : linitd.processes()) {
      int space = line.indexOf(' ');
      String command = line.substring(space + 1).strip();
      if (!command.contains("/linit-sup ") && !command.contains("/linit-start")) {
        found
            .computeIfAbsent(command, none -> new ArrayList<>())
            .add(Long.parseLong(line.substring(0, space)));
      }
    }
    return found;
  }

  /** All that another linitd must find as it is: states, main processes and edges. */
  static List<String> known(Daemon linitd) {
    try (LinitClient client = LinitClient.connect(linitd.rig().socket())) {
      List<String> known = new ArrayList<>();
      for (ServiceView view : client.ask(Operation.list())) {
        known.add(view.name() + " " + view.state() + " " + view.wanted() + " " + view.main().pid());
      }
      client.ask(Operation.graph()).edges().stream()
          .map(Object::toString)
          .sorted()
          .forEach(known::add);
      return known;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
