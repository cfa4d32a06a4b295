package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import java.util.Map;
import org.panux.linit.protocol.Json;
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

  /** One of a series, which begins with {@code done}. */
  void event(Map<String, Object> fields) {
    send(Json.write(fields));
  }

  private void send(String line) {
    connection.tell(new Connection.Say(line, terminator, false));
  }
}
