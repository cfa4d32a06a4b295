package org.panux.linit.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.check.Finding;
import org.panux.linit.check.RigCheck;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;

/** The verb {@code check}: looks for mistakes in a rig, without a linitd. */
final class Check {
  /** Where linitd itself looks without {@code --root}. */
  private static final Path MACHINE = Path.of("/etc");

  private Check() {}

  static int run(Linitctl ctl) throws IOException {
    Optional<Path> root;
    try {
      root = ctl.line().names().stream().findFirst().map(name -> Path.of(name).toAbsolutePath());
    } catch (InvalidPathException e) {
      return ctl.fail(ExitCode.USAGE, "'" + e.getInput() + "' is no path: " + e.getReason());
    }
    if (root.isPresent() && ctl.line().root().isPresent()) {
      return ctl.fail(ExitCode.USAGE, "name the rig once: usage: linitctl " + Verb.CHECK.usage());
    }
    return check(ctl, root.or(ctl.line()::root).orElse(MACHINE).normalize());
  }

  private static int check(Linitctl ctl, Path rig) throws IOException {
    if (!Files.isDirectory(rig)) {
      return ctl.fail(ExitCode.USAGE, "there is no folder " + rig + "; name a rig");
    }
    if (!Files.isDirectory(rig.resolve("init.d"))) {
      return ctl.fail(ExitCode.USAGE, "the rig " + rig + " has no init.d");
    }
    RigCheck.Result result;
    try {
      result = RigCheck.check(rig, Path.of(System.getProperty("linit.commands")).resolve("linitd"));
    } catch (IOException e) {
      return ctl.fail(ExitCode.FAILED, "cannot check " + rig + ": " + e);
    }
    if (ctl.line().json()) {
      ctl.out().println(Json.write(json(rig, result)));
    } else {
      result.findings().forEach(finding -> ctl.out().println(finding.show()));
      ctl.out().println(summary(result));
    }
    return result.errors() == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String summary(RigCheck.Result result) {
    int warnings = result.findings().size() - result.errors();
    return count(result.scripts(), "script")
        + ": "
        + count(result.errors(), "error")
        + ", "
        + count(warnings, "warning");
  }

  private static String count(int count, String what) {
    return (count == 0 ? "no" : count) + " " + what + (count == 1 ? "" : "s");
  }

  private static Map<String, Object> json(Path rig, RigCheck.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("root", rig.toString());
    json.put("scripts", (long) result.scripts());
    json.put("errors", (long) result.errors());
    json.put("warnings", (long) result.findings().size() - result.errors());
    List<Map<String, Object>> findings = result.findings().stream().map(Finding::toJson).toList();
    json.put("findings", findings);
    return json;
  }
}
