package org.panux.linit.ctl;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** Shows changes of services while they happen, for {@code --watch}. */
final class Watch {
  private final Linitctl ctl;
  private final LinitClient client;
  private final Timeline timeline;
  private final Map<String, ServiceView> views = new HashMap<>();

  /** The names that were seen in the state that is waited for. */
  private final Set<String> arrived = new HashSet<>();

  private Watch(Linitctl ctl, LinitClient client) throws IOException {
    this.ctl = ctl;
    this.client = client;
    List<?> all = (List<?>) client.request(Op.LIST, List.of()).fields().get("services");
    this.timeline =
        new Timeline(
            ctl.out(), all.stream().map(it -> ServiceView.of((Map<?, ?>) it).name()).toList());
  }

  /** Shows how the boot goes from its beginning until {@code name} is settled; gives what it is. */
  static Boot.Outcome boot(Linitctl ctl, LinitClient client, String name, Progress progress)
      throws IOException {
    Watch watch = new Watch(ctl, client);
    GraphView snapshot = GraphView.of(client.request(Op.EVENTS, List.of()).fields());
    snapshot.services().forEach(view -> watch.views.put(view.name(), view));
    Set<String> asked = snapshot.needs(name);
    if (Terminal.columns() > 0 && !ctl.line().json()) {
      if (!settled(watch.views.get(name))) {
        progress.follow(client, name, snapshot, view -> watch.settles(view, name, asked));
      }
      return Boot.Outcome.of(watch.views.get(name), asked, watch.views.values());
    }
    if (ctl.line().json()) {
      snapshot.services().forEach(watch::printJson);
      watch.timeline.remember(snapshot);
    } else {
      watch.timeline.past(snapshot);
    }
    while (!settled(watch.views.get(name))) {
      watch.show(client.read());
      asked.addAll(watch.views.getOrDefault(name, ServiceView.neverStarted(name)).waiting());
    }
    return Boot.Outcome.of(watch.views.get(name), asked, watch.views.values());
  }

  private boolean settles(ServiceView view, String name, Set<String> asked) {
    views.put(view.name(), view);
    asked.addAll(views.getOrDefault(name, ServiceView.neverStarted(name)).waiting());
    return settled(views.get(name));
  }

  private static boolean settled(ServiceView view) {
    return view != null
        && (view.state() == ServiceState.RUNNING
            || view.state() == ServiceState.FAILED
            || view.state() == ServiceState.STOPPED);
  }

  /**
   * Has {@code op} done to {@code names}, and shows what happens until it is; gives the answer.
   *
   * @param goal the state that the services come to
   */
  static Reply control(
      Linitctl ctl, LinitClient client, Op op, List<String> names, ServiceState goal)
      throws IOException {
    Watch watch = new Watch(ctl, client);
    GraphView snapshot = GraphView.of(client.request(Op.EVENTS, List.of()).fields());
    watch.timeline.remember(snapshot);
    snapshot.services().forEach(view -> watch.note(view, goal));
    if (!ctl.line().json()) {
      watch.timeline.head(System.currentTimeMillis());
    }
    Object id = client.send(op, names);
    Reply answer = null;
    // The answer and the events that it is about come on ways of their own.
    while (answer == null || !watch.arrived.containsAll(concerned(answer, names))) {
      Reply reply = client.read();
      if (id.equals(reply.id()) && !reply.fields().containsKey("event")) {
        answer = reply;
      } else {
        watch.note(watch.show(reply), goal);
      }
    }
    return answer;
  }

  /** Whose events are still to be shown when {@code answer} has come. */
  private static List<String> concerned(Reply answer, List<String> names) {
    if (answer.fields().get("stopped") instanceof List<?> stopped) {
      return stopped.stream().map(String.class::cast).toList();
    }
    // A name may have stood for another service.
    return answer.fields().get("started") instanceof List<?> started
        ? started.stream().map(String.class::cast).toList()
        : answer.code() == ExitCode.DONE ? names : List.of();
  }

  private void note(ServiceView view, ServiceState goal) {
    if (goal.active() ? view.state() == goal : !view.state().active()) {
      arrived.add(view.name());
    }
  }

  private ServiceView show(Reply event) {
    ServiceView view = ServiceView.of((Map<?, ?>) event.fields().get("service"));
    views.put(view.name(), view);
    if (ctl.line().json()) {
      printJson(view);
    } else {
      timeline.change(view);
    }
    return view;
  }

  private void printJson(ServiceView view) {
    ctl.out().println(Json.write(view.toJson()));
    ctl.out().flush();
  }
}
