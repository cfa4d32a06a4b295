package org.panux.linit.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.panux.linit.Rig;

/** What linitd says of itself. */
public record ServerInfo(String version, long pid, Rig rig) {
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("pid", pid);
    json.put("root", rig.root().toString());
    json.put("init_d", rig.initd().toString());
    json.put("rc_d", rig.rcd().toString());
    json.put("log", rig.log().toString());
    return json;
  }
}
