package org.panux.linit.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.model.NaiveGraph.Edge;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;

/**
 * Looks at each edge that a {@link Coordinator} enters or refuses: a circle is refused exactly when
 * the new edge closes it, which a {@link NaiveGraph} of its own knows.
 *
 * <p>While something stops, a circle can consist of stops as well, which that graph does not know:
 * then it is only checked that no circle comes to be. That nothing waits for ever shows at rest.
 */
final class EdgeCheck {
  private final Coordinator<String> coordinator;
  private final NaiveGraph naive = new NaiveGraph();

  /** Everybody who was ever named. */
  private final Set<String> names = new LinkedHashSet<>();

  EdgeCheck(Coordinator<String> coordinator) {
    this.coordinator = coordinator;
  }

  List<Order<String>> link(String from, Decision.Link link, String name, boolean closing) {
    boolean exact = !anythingStops() && !closing;
    boolean order = link.kind() == DependencyKind.AFTER;
    boolean closes = naive.closes(from, name, order);
    names.add(from);
    names.add(name);
    List<Order<String>> orders =
        coordinator.link(from, from, link.id(), link.kind(), List.of(name), link.wave());
    boolean refused = refusesCircle(orders, link.id(), name);
    if (exact) {
      String edge = from + " " + link.kind().word() + " " + name;
      Must.equal(refused, closes, "whether '%s' is refused, in %s,", edge, naive.edges());
      giveUpOrders(from, name);
      if (!refused) {
        naive.enter(from, name, link.kind());
      }
    }
    decided(orders);
    return orders;
  }

  private static boolean refusesCircle(List<Order<String>> orders, long id, String name) {
    for (Order<String> order : orders) {
      if (order instanceof Order.Tell<String> tell
          && tell.notice().refused()
          && tell.notice().first() == id
          && tell.notice().name().equals(name)) {
        return tell.notice().reason().code() == ExitCode.DEADLOCK;
      }
    }
    return false;
  }

  /** A mere order yields where it would be part of a circle, and for no other reason. */
  private void giveUpOrders(String from, String name) {
    List<Edge> givenUp = new ArrayList<>();
    for (Edge edge : naive.edges()) {
      if (naive.isOrder(edge) && !coordinator.neededBy(edge.to()).contains(edge.from())) {
        Must.hold(
            naive.closes(edge.from(), name, true) && naive.closes(from, edge.to(), true),
            "%s is given up for %s → %s, in %s",
            edge,
            from,
            name,
            naive.edges());
        givenUp.add(edge);
      }
    }
    // Of two circles through the new edge, each can have cost an order.
    givenUp.forEach(naive::remove);
  }

  List<Order<String>> changed(Report report) {
    String name = report.name();
    names.add(name);
    Report before = coordinator.report(name);
    boolean again = before.state().active() && before.runs() < report.runs();
    if (!report.state().active() || again) {
      naive.forget(name);
    }
    List<Order<String>> orders = coordinator.changed(report);
    decided(orders);
    return orders;
  }

  private boolean anythingStops() {
    Set<String> active = coordinator.stopSet(names);
    return coordinator.running(List.copyOf(active)).size() < active.size();
  }

  /** The coordinator has decided something else. */
  void decided(List<Order<String>> orders) {
    for (Order<String> order : orders) {
      if (order instanceof Order.Begin<String> begin) {
        names.add(begin.name());
      }
    }
    compare();
  }

  /** The two graphs are the same, or become so where something stops; and there is no circle. */
  private void compare() {
    Map<Edge, DependencyKind> real = new LinkedHashMap<>();
    for (String name : names) {
      for (String user : coordinator.neededBy(name)) {
        real.put(new Edge(user, name), coordinator.needs(user).get(name));
      }
    }
    if (real.equals(naive.kinds())) {
      return;
    }
    // What was held until something had stopped has been entered, or an order was given up.
    for (Edge edge : naive.edges()) {
      if (!real.containsKey(edge)) {
        Must.hold(naive.isOrder(edge), "%s is lost", edge);
        naive.remove(edge);
      }
    }
    real.forEach((edge, kind) -> naive.enter(edge.from(), edge.to(), kind));
    Must.hold(!naive.hasCircle(), "a circle in %s", naive.edges());
  }
}
