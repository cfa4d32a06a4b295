package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.Reply;

/** A JSON request with the way back to whoever sent it. */
record JsonAnswer(JsonRequest request, ActorRef<Connection.Message> connection, byte terminator) {

  void done(Map<String, Object> fields) {
    send(Reply.done(request.id(), fields).encode());
  }

  void failed(int code, String error, Map<String, Object> fields) {
    send(new Reply(request.id(), code, error, fields).encode());
  }

  private void send(String line) {
    connection.tell(new Connection.Say(line, terminator, false));
  }

  /**
   * The request is done, or failed with these.
   *
   * @param failures each with its {@code code} and its {@code error}; the first stands for all
   */
  void ended(Map<String, Object> done, List<Map<String, Object>> failures) {
    if (failures.isEmpty()) {
      done(done);
      return;
    }
    Map<String, Object> first = failures.get(0);
    failed((int) first.get("code"), (String) first.get("error"), Map.of("failures", failures));
  }
}
