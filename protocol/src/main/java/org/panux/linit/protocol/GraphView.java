package org.panux.linit.protocol;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dependencies that were discovered: an edge for each {@code dep} or {@code want} that ran. */
public record GraphView(List<ServiceView> services, List<Edge> edges) {
  /** The script of {@code from} asked for {@code to} in its newest run. */
  public record Edge(String from, String to, String kind) {
    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("from", from);
      json.put("to", to);
      json.put("kind", kind);
      return json;
    }
  }

  /** The service {@code name}, where linitd knows it. */
  public Optional<ServiceView> service(String name) {
    return services.stream().filter(view -> view.name().equals(name)).findFirst();
  }

  /** What {@code name} asked for, in whatever way. */
  public Set<String> needs(String name) {
    Set<String> needs = new LinkedHashSet<>();
    for (Edge edge : edges) {
      if (edge.from().equals(name)) {
        needs.add(edge.to());
      }
    }
    return needs;
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("services", Json.each(services, ServiceView::toJson));
    json.put("edges", Json.each(edges, Edge::toJson));
    return json;
  }

  /** The view that {@link #toJson} wrote; other fields are passed over. */
  public static GraphView of(Map<?, ?> json) {
    return new GraphView(
        ((List<?>) json.get("services"))
            .stream().map(service -> ServiceView.of((Map<?, ?>) service)).toList(),
        ((List<?>) json.get("edges"))
            .stream()
                .map(edge -> (Map<?, ?>) edge)
                .map(
                    edge ->
                        new Edge(
                            (String) edge.get("from"),
                            (String) edge.get("to"),
                            (String) edge.get("kind")))
                .toList());
  }
}
