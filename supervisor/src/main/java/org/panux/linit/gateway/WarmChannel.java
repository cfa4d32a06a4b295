package org.panux.linit.gateway;

import java.util.Optional;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.WarmShell;
import org.panux.linit.protocol.FrameBuffer.Frame;

/**
 * The channel of a shell that stays. Each line begins with the secret of the script run that
 * speaks: what an earlier script has left may still have the channel, and is not heard.
 */
final class WarmChannel {
  private static final String ENDED = "ended ";

  private final Connection connection;
  private final WarmShell shell;

  /** Who spoke last. */
  private Optional<RunToken> speaker = Optional.empty();

  /** Requests of that one without an answer. */
  private int open;

  /** It has said something that gets no answer: nobody knows when that has been dealt with. */
  private boolean vague;

  WarmChannel(Connection connection, WarmShell shell) {
    this.connection = connection;
    this.shell = shell;
  }

  void take(Frame frame) {
    Optional<RunToken> now = shell.speaker();
    if (now.isEmpty()) {
      return;
    }
    String secret = now.get().secret();
    String text = frame.text();
    if (text.isEmpty()) {
      // By a newline alone a service says that it is ready.
      vague = true;
      request(now.get(), frame);
    } else if (text.startsWith(secret) && text.startsWith(" ", secret.length())) {
      String rest = text.substring(secret.length() + 1);
      if (rest.startsWith(ENDED)) {
        ended(rest.substring(ENDED.length()));
      } else {
        open++;
        request(now.get(), new Frame(rest, frame.terminator()));
      }
    }
  }

  private void request(RunToken token, Frame frame) {
    if (speaker.filter(it -> it == token).isEmpty()) {
      speaker = Optional.of(token);
      connection.speaks(token);
    }
    connection.onChannel(frame);
  }

  /** An answer that is still to come would be taken for one to the next script. */
  private void ended(String status) {
    boolean usable = open == 0 && !vague;
    open = 0;
    shell.ended(status(status), usable);
  }

  private static int status(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** A request has got its answer. */
  void answered() {
    open--;
  }
}
