package org.panux.linit.readiness;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.panux.linit.setting.Condition;
import org.panux.linit.setting.Readiness;

/**
 * What must be there before a service is started: the state of files until then, and the socket to
 * which it will send.
 *
 * @param probes one for each condition, in their order; empty where the service itself tells
 * @param socket that is listened on
 */
record Preparation(List<Optional<Probe>> probes, Optional<Closeable> socket) {
  /** Makes it; touches files. */
  static Preparation of(
      Prober.Setup setup, Readiness readiness, Target target, Consumer<NotifyMessage> notified)
      throws IOException {
    List<Optional<Probe>> probes = new ArrayList<>();
    for (Condition condition : readiness.conditions()) {
      probes.add(Optional.ofNullable(probe(setup, target, condition)));
    }
    Optional<Closeable> socket = Optional.empty();
    if (readiness.notifies()) {
      try {
        socket = Optional.of(setup.sockets().open(target.token(), notified));
      } catch (IOException e) {
        probes.forEach(probe -> probe.ifPresent(Probe::close));
        throw e;
      }
    }
    return new Preparation(probes, socket);
  }

  /** The probe for {@code condition}, or null where the service itself tells that it holds. */
  private static Probe probe(Prober.Setup setup, Target target, Condition condition) {
    if (condition instanceof Condition.Exec exec) {
      return new ExecProbe(setup.threads(), setup.shell(), setup.run(), target, exec.command());
    }
    if (condition instanceof Condition.Tcp tcp) {
      return new TcpProbe(setup.threads(), tcp.host(), tcp.port());
    }
    if (condition instanceof Condition.Unix unix) {
      return new UnixProbe(setup.threads(), path(setup, unix.path()));
    }
    if (condition instanceof Condition.Http http) {
      return new HttpProbe(setup.threads(), http.url());
    }
    if (condition instanceof Condition.FileExists file) {
      return new FileProbe(setup.threads(), path(setup, file.path()));
    }
    if (condition instanceof Condition.LogMatch log) {
      return new LogProbe(setup.threads(), target.log(), target.logStart(), log.regex());
    }
    if (condition instanceof Condition.PidFile pid) {
      return new PidProbe(setup.threads(), path(setup, pid.path()), target.owns());
    }
    return null;
  }

  private static Path path(Prober.Setup setup, String path) {
    return setup.root().resolve(path);
  }

  /** Gives everything back where it was made in vain. */
  void close() {
    probes.forEach(probe -> probe.ifPresent(Probe::close));
    closeSocket();
  }

  void closeSocket() {
    socket.ifPresent(
        it -> {
          try {
            it.close();
          } catch (IOException e) {
            // Nobody sends to it any more.
          }
        });
  }
}
