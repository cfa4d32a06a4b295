package org.panux.linit.run;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.panux.linit.Rig;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;
import org.panux.linit.ctl.Linitctl;
import org.panux.linit.picture.JunitFile;
import org.panux.linit.picture.JunitFile.Outcome;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * What {@code linitd run --report} leaves: the page of the boot, its events, what became of each
 * service, and the logs.
 */
final class RunReport {
  private static final String LOG = ".log";

  private final Path folder;
  private final Path socket;
  private final Rig rig;
  private Thread events;

  private RunReport(Path folder, Path socket, Rig rig) {
    this.folder = folder;
    this.socket = socket;
    this.rig = rig;
  }

  /**
   * Makes the folder, so that it is known at once whether it can be written to.
   *
   * @param socket where linitd listens
   */
  static RunReport in(Path folder, Path socket, Rig rig) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("events.jsonl"), "");
    return new RunReport(folder, socket, rig);
  }

  /** Begins to write down what happens; ends with linitd. */
  void follow() {
    events = new Thread(this::writeEvents, "run-report");
    events.setDaemon(true);
    events.start();
  }

  private void writeEvents() {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("events.jsonl"));
        LinitClient client = LinitClient.connect(socket)) {
      client.send(Op.EVENTS, List.of());
      while (true) {
        var event = client.next();
        if (event.isEmpty()) {
          return;
        }
        out.write(Json.write(event.get().fields()));
        out.newLine();
        out.flush();
      }
    } catch (IOException e) {
      // linitd ends, or the disk is full, which the other files tell.
    }
  }

  /** Writes what only a linitd that is there can tell. */
  void write(Consumer<String> say) {
    try (LinitClient client = LinitClient.connect(socket)) {
      List<JunitFile.Case> cases = new ArrayList<>();
      List<ServiceView> views = new ArrayList<>(client.ask(Operation.list()));
      views.sort(Comparator.comparing(ServiceView::name));
      for (ServiceView view : views) {
        cases.add(result(view));
      }
      Files.writeString(folder.resolve("junit.xml"), JunitFile.of(rig.root().toString(), cases));
      Path page = folder.resolve("report.html");
      StringText said = new StringText();
      if (Linitctl.run(socket, said.stream, said.stream, List.of("report", page.toString())) != 0) {
        say.accept("cannot write " + page + ": " + said.text().strip());
      }
    } catch (IOException e) {
      say.accept("cannot write the report: " + explain(e));
    }
  }

  private JunitFile.Case result(ServiceView view) {
    boolean failed = view.state() == ServiceState.FAILED || view.code() != 0;
    Outcome outcome =
        failed ? Outcome.FAILED : view.runs() == 0 ? Outcome.NEVER_STARTED : Outcome.RUNS;
    String details = "";
    if (failed) {
      StringText why = new StringText();
      Linitctl.run(socket, why.stream, why.stream, List.of("why", view.name()));
      details = why.text();
    }
    return new JunitFile.Case(
        view.name(), outcome, Math.max(0, view.took()), view.reason(), details);
  }

  /** Copies the logs, once linitd has stopped everything. */
  void close(Consumer<String> say) {
    try {
      if (events != null) {
        events.join();
      }
      Path copies = Files.createDirectories(folder.resolve("logs"));
      try (DirectoryStream<Path> files = Files.newDirectoryStream(rig.log(), "*" + LOG)) {
        for (Path file : files) {
          Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      say.accept("cannot keep the logs: " + explain(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String explain(IOException e) {
    return e instanceof FileSystemException problem && problem.getReason() != null
        ? problem.getFile() + ": " + problem.getReason()
        : String.valueOf(e.getMessage());
  }

  /** A stream into a text. */
  private static final class StringText {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    String text() {
      stream.flush();
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
