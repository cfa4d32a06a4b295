package org.panux.linit.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.panux.linit.model.Explanation;
import org.panux.linit.model.Report;
import org.panux.linit.protocol.ServiceState;

/** An {@link Explanation} as JSON. */
final class WhyJson {
  private WhyJson() {}

  /**
   * @param logs the last lines of some services, by their names
   */
  static Map<String, Object> of(Explanation explanation, Map<String, List<String>> logs) {
    Report service = explanation.service();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", service.name());
    json.put("state", service.state().word());
    json.put("since_ms", service.since().epochMillis());
    json.put("by", service.start().asker().by());
    json.put("kind", service.start().asker().kind());
    json.put("doing", service.start().doing());
    if (!service.process().faults().isEmpty()) {
      json.put("faults", service.process().faults());
    }
    List<Map<String, Object>> chain = new ArrayList<>();
    explanation.chain().forEach(link -> chain.add(link(link, logs)));
    json.put("chain", chain);
    List<Map<String, Object>> waiting = new ArrayList<>();
    explanation.waiting().forEach(wait -> waiting.add(ofWait(wait)));
    json.put("waiting", waiting);
    return json;
  }

  private static Map<String, Object> link(Explanation.Link link, Map<String, List<String>> logs) {
    boolean up = link.state() == ServiceState.RUNNING || link.state() == ServiceState.STARTING;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", link.name());
    json.put("state", link.state().word());
    json.put("since_ms", link.since().epochMillis());
    json.put("code", link.reason().code());
    json.put("reason", link.reason().text());
    json.put("cause", up ? "asked" : link.reason().cause().kind().word());
    json.put("of", up ? "" : link.reason().cause().of());
    json.put("by", up ? link.start().asker().by() : link.reason().cause().by());
    json.put("kind", up ? link.start().asker().kind() : "");
    json.put("log", logs.getOrDefault(link.name(), List.of()));
    return json;
  }

  private static Map<String, Object> ofWait(Explanation.Wait wait) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", wait.waiter());
    json.put("for", wait.other().name());
    json.put("kind", wait.kind().word());
    json.put("since_ms", wait.since().epochMillis());
    json.put("state", wait.other().state().word());
    json.put("state_since_ms", wait.other().since().epochMillis());
    json.put("reason", wait.other().reason().text());
    json.put("doing", wait.other().start().doing());
    return json;
  }
}
