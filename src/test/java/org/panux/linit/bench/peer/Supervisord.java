package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.Shape;

/** supervisord, which knows no dependencies: programs that may end at once. */
public final class Supervisord implements Peer {
  private static final String FILE = "supervisord.conf";

  @Override
  public String name() {
    return "supervisord";
  }

  @Override
  public Optional<String> debian() {
    return Optional.of("supervisor");
  }

  @Override
  public boolean expresses(Shape shape) {
    return shape == Shape.FAN;
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            [supervisord]
            nodaemon=true
            user=root
            logfile=/dev/null
            logfile_maxbytes=0
            pidfile=/run/supervisord.pid
            [unix_http_server]
            file=/run/supervisord.sock
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=unix:///run/supervisord.sock
            """);
    for (String name : graph.needs().keySet()) {
      text.append("[program:").append(name).append("]\ncommand=").append(scripts.command(name));
      text.append("\nstartsecs=0\nautorestart=false\nstdout_logfile=NONE\nstderr_logfile=NONE\n");
    }
    Files.writeString(folder.resolve(FILE), text);
  }

  @Override
  public String launch(Path folder) {
    return "supervisord -n -c " + folder.resolve(FILE);
  }

  @Override
  public Optional<String> ask(Path folder, String service) {
    // Its exit code is 3, since a one-shot has exited.
    return Optional.of("supervisorctl -c " + folder.resolve(FILE) + " status " + service);
  }
}
