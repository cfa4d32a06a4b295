package org.panux.linit.rig;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.LinitException;
import org.panux.linit.client.Operation;
import org.panux.linit.protocol.JsonRequest.Details;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.setting.Durations;

/**
 * A linitd of one's own. It runs as long as a pipe to its standard input is open, so it ends with
 * this JVM, also where that is killed.
 */
final class RunningRig {
  private static final String BOOTED = "linit-rig booted";

  /**
   * Runs linitd in a folder, and removes that when linitd and this JVM have ended, or this JVM has
   * closed the pipe. Nobody may be left to read its words then. Where linitd is killed, another one
   * stops what it has left.
   */
  private static final String WRAPPER =
      RigFolder.MAKE
          + """
            "$@"
            [ $? -ne 137 ] || "$@" </dev/null >/dev/null
            trap '' PIPE
            echo ended
            cat >/dev/null
            rm -rf -- "$0"
            """;

  /** What runs for linitd itself. */
  static final Set<String> OWN = Set.of("boot", "linit-supd");

  private static final int STOP_SECONDS = 60;

  private final RigPlan plan;
  private final String label;
  private final RigFolder folder;
  private final Process process;
  private boolean closed;

  private RunningRig(RigPlan plan, String label, RigFolder folder, Process process) {
    this.plan = plan;
    this.label = label;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Boots, and starts what is to be ready.
   *
   * @param label what its reports are called
   */
  static RunningRig boot(RigPlan plan, String label) {
    String linitd = linitd();
    RigFolder folder = RigFolder.of(plan.folder());
    RunningRig rig;
    try {
      rig = new RunningRig(plan, label, folder, start(linitd, plan, folder));
    } catch (IOException e) {
      folder.remove();
      throw new UncheckedIOException("cannot run a shell", e);
    }
    try {
      rig.awaitBoot();
      rig.makeReady();
      return rig;
    } catch (AssertionError | RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  private static Process start(String linitd, RigPlan plan, RigFolder folder) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", WRAPPER, folder.root().toString()));
    command.add(plan.folder().toString());
    command.addAll(List.of(linitd, "--root", folder.root().toString()));
    // Only what linitd itself provides has to run: what a test does to others is no end of the run.
    command.addAll(List.of("run", "--ready", "linit-supd"));
    plan.report().ifPresent(report -> command.addAll(List.of("--report", report.toString())));
    command.addAll(List.of("--", "sh", "-c", "echo '" + BOOTED + "'; exec cat >/dev/null"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LINIT"));
    builder.environment().putAll(plan.environment());
    return builder.start();
  }

  private static String linitd() {
    Optional<String> home =
        Optional.ofNullable(System.getProperty("linit.home"))
            .or(() -> Optional.ofNullable(System.getenv("LINIT_HOME")));
    List<String> folders =
        home.map(it -> List.of(it + "/bin"))
            .orElseGet(() -> List.of(System.getenv().getOrDefault("PATH", "").split(":")));
    return folders.stream()
        .map(it -> Path.of(it, "linitd"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () ->
                new AssertionError(
                    "there is no linitd in "
                        + String.join(", ", folders)
                        + "; name the folder of linit with -Dlinit.home or LINIT_HOME"));
  }

  private void awaitBoot() {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      String line = out.readLine();
      if (!BOOTED.equals(line)) {
        boolean linitd = Files.exists(folder.root());
        String why = linitd ? shown(whatLinitdSaid()) : line;
        throw new AssertionError("the rig " + plan.folder() + " does not boot: " + why);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeReady() {
    if (plan.ready().isEmpty()) {
      return;
    }
    String[] names = plan.ready().toArray(String[]::new);
    try (LinitClient client = connect()) {
      client.send(Op.START, plan.ready());
      Optional<Reply> reply = client.read(plan.timeout());
      if (reply.isEmpty()) {
        throw failed(
            "not ready after "
                + Durations.show(plan.timeout())
                + ": '"
                + String.join("', '", plan.ready())
                + "'",
            names);
      }
      if (!reply.get().ok()) {
        throw failed(reply.get().error(), names);
      }
    } catch (IOException e) {
      throw gone(e);
    }
  }

  RigPlan plan() {
    return plan;
  }

  String label() {
    return label;
  }

  String whatLinitdSaid() {
    return folder.whatLinitdSaid();
  }

  /** With the rig's own folder instead of the one that is linked to it. */
  String shown(String text) {
    return text.replace(folder.root().toString(), plan.folder().toString());
  }

  Path socket() {
    return folder.root().resolve("run/linit.sock");
  }

  LinitClient connect() throws IOException {
    return LinitClient.connect(socket());
  }

  /** Asks linitd; {@code what} it is about stands in the message where it cannot be done. */
  <T> T ask(String what, Operation<T> operation, String... names) {
    try (LinitClient client = connect()) {
      return client.ask(operation);
    } catch (LinitException e) {
      String said = e.getMessage();
      boolean whole = said.startsWith("cannot ");
      throw failed(
          whole ? said : "cannot " + what + " '" + String.join("', '", names) + "': " + said,
          names);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** The services that run, but for linitd's own. */
  List<String> services() {
    List<String> names = new ArrayList<>();
    for (ServiceView view : ask("list", Operation.list())) {
      if (view.state() == ServiceState.RUNNING && !OWN.contains(view.name())) {
        names.add(view.name());
      }
    }
    names.sort(null);
    return names;
  }

  /** Undoes what is broken on purpose, where linitd is still there. */
  void clearFaults() {
    try (LinitClient client = connect()) {
      client.ask(Operation.clearFaults());
    } catch (IOException e) {
      // The next one that needs it will say so.
    }
  }

  List<Long> pids(String name) {
    try (LinitClient client = connect()) {
      Reply reply = client.request(Op.STATUS, List.of(name), Details.NONE.withDetails(true));
      if (!reply.ok()) {
        throw failed("cannot ask for '" + name + "': " + reply.error());
      }
      List<Long> pids = new ArrayList<>();
      for (Object service : (List<?>) reply.fields().get("services")) {
        if (((Map<?, ?>) service).get("processes") instanceof List<?> processes) {
          processes.forEach(it -> pids.add((Long) ((Map<?, ?>) it).get("pid")));
        }
      }
      return pids;
    } catch (IOException e) {
      throw gone(e);
    }
  }

  RigCommand exec(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(ask("ask", Operation.published()));
    builder.environment().put("LINITSOCK", socket().toString());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      Process command = builder.start();
      String output = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new RigCommand(command.waitFor(), output);
    } catch (IOException e) {
      // The first half of that says the same.
      String why = e.getMessage().replaceAll(".*error=\\d+, ", "");
      throw new AssertionError(
          "the rig " + plan.folder() + ": cannot run '" + words.get(0) + "': " + why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What went wrong, and all that helps to see why; {@code names} is what it is about. */
  AssertionError failed(String what, String... names) {
    return RigFailure.of(this, what, names);
  }

  AssertionError gone(IOException e) {
    return new AssertionError(
        "the rig "
            + plan.folder()
            + ": linitd has gone; it has said:\n  "
            + shown(whatLinitdSaid()),
        e);
  }

  /** Stops everything, and removes what it has written. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        // A script that does not end: linitd is told twice, which kills what is left.
        for (int i = 0; i < 2; i++) {
          process.children().forEach(ProcessHandle::destroy);
        }
        process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      folder.remove();
    }
  }
}
