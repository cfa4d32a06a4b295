package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

class StatusTextTest {
  @Test
  void detailsNameReasonAndBothSides() throws Exception {
    ServiceView view =
        new ServiceView(
            "web", ServiceState.FAILED, true, 1, "no disk", 0, -1, List.of(), 1, List.of());
    Map<String, Object> json = new LinkedHashMap<>(view.toJson());
    json.put("needs", List.of("db", "cache"));
    json.put("needed_by", List.of("boot"));
    Map<String, Object> read = Json.object(Json.write(json));
    assertThat(Captured.text(out -> StatusText.print(out, read)))
        .isEqualTo(
            """
            web: failed, never started
              reason     no disk
              needs      db, cache
              needed by  boot
            """);
  }

  @Test
  void detailsSayWhatADegradedServiceLacks() throws Exception {
    ServiceView view =
        new ServiceView(
            "web", ServiceState.RUNNING, true, 0, "", 0, 7, List.of(), 1, List.of("db", "cache"));
    Map<String, Object> read = Json.object(Json.write(view.toJson()));
    assertThat(Captured.text(out -> StatusText.print(out, read)))
        .isEqualTo(
            """
            web: running, never started, took 7 ms
              degraded   db, cache are not running
            """);
  }

  private static Map<String, Object> process(long pid, long parent, String command) {
    return Map.of("pid", pid, "parent", parent, "command", command, "cpu_ms", 0, "memory_kb", 1);
  }

  @Test
  void processesStandBelowTheirParents() throws Exception {
    ServiceView view =
        new ServiceView(
            "web",
            ServiceState.RUNNING,
            true,
            0,
            "",
            0,
            7,
            List.of(),
            1,
            List.of(),
            new ServiceView.Main(20, ServiceView.Main.NO_EXIT, 0, "", "", List.of()));
    Map<String, Object> json = new LinkedHashMap<>(view.toJson());
    json.put("asked_by", "boot");
    json.put("asked_kind", "want");
    json.put("script_changed", true);
    json.put("cpu_ms", 1234);
    json.put("memory_kb", 2048 + 512);
    json.put("process_count", 4);
    json.put(
        "processes",
        List.of(
            process(20, 1, "web -f"),
            process(21, 20, "worker \u001b[2J"),
            process(23, 21, "helper"),
            process(22, 20, "worker")));
    assertThat(Captured.text(out -> StatusText.print(out, read(json))))
        .isEqualTo(
            """
            web: running, never started, took 7 ms
              process    20
              uses       1.2 s of CPU, 2.5 MB of memory
              asked by   boot, which wants it
              script     has changed since it was started
              processes
                20 * web -f
                ├─ 21 worker ?[2J
                │  └─ 23 helper
                └─ 22 worker
            """);
  }

  private static Map<String, Object> read(Map<String, Object> json) {
    try {
      return Json.object(Json.write(json));
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLogStandsBelowAndIsHarmless() throws Exception {
    Map<String, Object> json = new LinkedHashMap<>(ServiceView.neverStarted("web").toJson());
    json.put("log", List.of(Map.of("time_ms", 0, "text", "a\u009bb <script>")));
    assertThat(Captured.text(out -> StatusText.print(out, read(json))))
        .contains("  log\n    ")
        .contains(" a?b <script>\n");
  }
}
