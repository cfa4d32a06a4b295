package org.panux.linit.fuzz;

import java.util.Map;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest;

/** JSON requests: what can be read is written and read again as the same. */
public final class JsonFuzz {
  private JsonFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = Bytes.text(data);
    try {
      Map<String, Object> object = Json.object(text);
      String written = Json.write(object);
      Bytes.checkLine(written);
      Bytes.check(Json.object(written).equals(object), "written it means something else");
    } catch (Json.Malformed e) {
      Bytes.checkLine(e.getMessage());
    }
    try {
      JsonRequest request = JsonRequest.decode(text);
      Bytes.check(JsonRequest.decode(request.encode()).equals(request), "it is another request");
    } catch (JsonRequest.Invalid e) {
      Bytes.checkLine(e.getMessage());
    }
  }
}
