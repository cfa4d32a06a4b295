package org.panux.linit.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a {@link JsonRequest}.
 *
 * @param id the request's, or null where it could not be read
 * @param code 0, or the exit code of what went wrong
 * @param error one line for people, empty where the code is 0
 * @param fields what was asked for
 */
public record Reply(Object id, int code, String error, Map<String, Object> fields) {
  public static Reply done(Object id, Map<String, Object> fields) {
    return new Reply(id, ExitCode.DONE, "", fields);
  }

  public static Reply failed(Object id, int code, String error) {
    return new Reply(id, code, error, Map.of());
  }

  public boolean ok() {
    return code == ExitCode.DONE;
  }

  /** The answer as one line, without its terminator. */
  public String encode() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("ok", ok());
    if (!ok()) {
      json.put("code", code);
      json.put("error", error);
    }
    json.putAll(fields);
    return Json.write(json);
  }

  /** The answer that {@link #encode} wrote. */
  public static Reply decode(String line) throws Json.Malformed {
    Map<String, Object> json = Json.own(line);
    int code = json.get("code") instanceof Long number ? number.intValue() : ExitCode.DONE;
    String error = json.get("error") instanceof String text ? text : "";
    return new Reply(json.get("id"), code, error, json);
  }
}
