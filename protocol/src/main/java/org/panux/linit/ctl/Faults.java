package org.panux.linit.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.panux.linit.client.Operation;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.ServiceView;

/** The verb {@code fault}: breaks services on purpose, and shows what is broken so. */
final class Faults {
  private static final String LIST = "list";
  private static final String CLEAR = "clear";

  private Faults() {}

  static int run(Linitctl ctl) throws IOException {
    String fault = ctl.line().names().get(0);
    List<String> names = ctl.line().names().subList(1, ctl.line().names().size());
    if (fault.equals(LIST) ? !names.isEmpty() : names.isEmpty() && !fault.equals(CLEAR)) {
      return ctl.fail(ExitCode.USAGE, "usage: linitctl " + Verb.FAULT.usage());
    }
    return fault.equals(LIST)
        ? list(ctl)
        : Control.run(ctl, Verb.FAULT, Op.FAULT, names, JsonRequest.Details.NONE.withFault(fault));
  }

  private static int list(Linitctl ctl) throws IOException {
    return ctl.talk(
        Verb.FAULT,
        client -> {
          List<ServiceView> broken =
              client.ask(Operation.list()).stream()
                  .filter(view -> !view.main().faults().isEmpty())
                  .toList();
          if (ctl.line().json()) {
            ctl.out()
                .println(
                    Json.write(
                        Map.of("services", broken.stream().map(ServiceView::toJson).toList())));
          } else {
            broken.forEach(
                view ->
                    ctl.out()
                        .println(view.name() + "  " + String.join(", ", view.main().faults())));
          }
          return ExitCode.DONE;
        });
  }
}
