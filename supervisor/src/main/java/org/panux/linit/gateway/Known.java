package org.panux.linit.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.panux.linit.model.Reason;
import org.panux.linit.process.InitScripts;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceView;

/** Whether there are services of some names. */
final class Known {
  private Known() {}

  /**
   * Why there is no service of one of {@code names}, or empty. A name that the registry does not
   * know may have a script all the same.
   */
  static CompletableFuture<Optional<Reason>> check(
      Gateway.Setup setup, GraphView graph, List<String> names) {
    Set<String> known =
        graph.services().stream()
            .filter(view -> !view.unknown())
            .map(ServiceView::name)
            .collect(Collectors.toSet());
    List<String> others = names.stream().filter(name -> !known.contains(name)).toList();
    InitScripts scripts = setup.scripts();
    return CompletableFuture.supplyAsync(
        () ->
            others.stream().filter(name -> !scripts.exists(name)).findFirst().map(scripts::unknown),
        setup.blocking());
  }
}
