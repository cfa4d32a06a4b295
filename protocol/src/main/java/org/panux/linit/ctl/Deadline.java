package org.panux.linit.ctl;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.setting.Durations;

/**
 * The option {@code --timeout}: ends the waiting, and nothing else, when the time is over. A read
 * can only be interrupted by closing the connection.
 */
final class Deadline {
  private Deadline() {}

  static int talk(Linitctl ctl, LinitClient client, Linitctl.Talk talk) throws IOException {
    Duration limit = Durations.parse(ctl.line().option(CommandLine.TIMEOUT));
    AtomicBoolean late = new AtomicBoolean();
    CompletableFuture<Void> done = new CompletableFuture<>();
    done.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (nothing, timeout) -> {
              if (timeout != null) {
                late.set(true);
                close(client);
              }
            });
    try {
      return talk.with(client);
    } catch (IOException e) {
      if (!late.get()) {
        throw e;
      }
      return ctl.fail(
          ExitCode.TIMED_OUT,
          "not done after "
              + Durations.show(limit)
              + "; it goes on, and 'linitctl status' shows how far it is");
    } finally {
      done.complete(null);
    }
  }

  private static void close(LinitClient client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
