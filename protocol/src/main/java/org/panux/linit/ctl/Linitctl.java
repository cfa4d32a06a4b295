package org.panux.linit.ctl;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.LinitException;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.Text;

/** The command {@code linitctl}. */
public final class Linitctl {
  private static final int BUFFER = 8192;

  private static final Duration RETRY = Duration.ofMillis(20);

  private final CommandLine line;
  private final PrintStream out;
  private final PrintStream err;

  Linitctl(CommandLine line, PrintStream out, PrintStream err) {
    this.line = line;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] words) {
    // System.out would write each line by itself.
    PrintStream out =
        utf8(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER));
    PrintStream err = utf8(System.err);
    int code;
    try {
      Optional<String> socket = Optional.ofNullable(System.getenv("LINITSOCK"));
      code = new Linitctl(CommandLine.parse(words, socket), out, err).run();
    } catch (CommandLine.Invalid e) {
      err.println("linitctl: " + e.getMessage());
      code = ExitCode.USAGE;
    }
    if (out.checkError()) {
      code = Unwritten.failed(code, err);
    }
    err.flush();
    Runtime.getRuntime().halt(code);
  }

  /**
   * Runs {@code words} as linitctl would with the linitd at {@code socket}; gives the exit code.
   */
  public static int run(Path socket, PrintStream out, PrintStream err, List<String> words) {
    try {
      String[] all = words.toArray(String[]::new);
      return new Linitctl(CommandLine.parse(all, Optional.of(socket.toString())), out, err).run();
    } catch (CommandLine.Invalid e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Names and reasons are UTF-8, whatever the locale. */
  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, false, StandardCharsets.UTF_8);
  }

  /** Does what the command line says, and gives the exit code. */
  int run() {
    if (line.verb().isEmpty()) {
      err.print(Help.overview());
      return ExitCode.USAGE;
    }
    Optional<Verb> verb = Verb.of(line.verb());
    if (verb.isEmpty()) {
      return unknownVerb(line.verb());
    }
    int count = line.names().size();
    if (count < verb.get().least() || count > verb.get().most()) {
      return fail(ExitCode.USAGE, "usage: linitctl " + verb.get().usage());
    }
    try {
      return verb.get().run(this);
    } catch (LinitException e) {
      return fail(e.code(), e.getMessage());
    } catch (IOException e) {
      if (verb.get().silent()) {
        return verb.get().unreachable();
      }
      return fail(verb.get().unreachable(), "linitd has gone: " + e.getMessage());
    }
  }

  int unknownVerb(String word) {
    return fail(
        ExitCode.USAGE,
        "unknown verb '"
            + Text.clip(word, 64)
            + "'"
            + Text.didYouMean(word, Verb.words())
            + "; see 'linitctl help'");
  }

  CommandLine line() {
    return line;
  }

  /** Says something that is no answer, but to somebody who wants to hear of mistakes alone. */
  void tell(String text) {
    if (!line.has(CommandLine.QUIET)) {
      out.println(text);
    }
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Says what went wrong, in one line behind all answers, and gives {@code code} back. */
  int fail(int code, String message) {
    out.flush();
    err.println("linitctl: " + Text.printable(message));
    return code;
  }

  /** Says what linitd has refused, and gives its code. */
  int refused(Reply reply) {
    if (line.json()) {
      out.println(Json.write(reply.fields()));
      return reply.code();
    }
    return fail(reply.code(), reply.error());
  }

  /** No linitd answers. */
  static final class Unreachable extends IOException {
    Unreachable(String message) {
      super(message);
    }
  }

  /** Work on a connection. */
  interface Talk {
    int with(LinitClient client) throws IOException;
  }

  /** Connects, and runs {@code talk}; where nobody listens, the verb's code for that. */
  int talk(Verb verb, Talk talk) throws IOException {
    return talk(verb, Duration.ZERO, talk);
  }

  /** As {@link #talk(Verb, Talk)}, and gives a linitd that comes up this much time. */
  int talk(Verb verb, Duration patience, Talk talk) throws IOException {
    Path socket = line.socket();
    Ahead.begin();
    LinitClient client;
    try {
      client = connect(socket, System.nanoTime() + patience.toNanos());
    } catch (IOException e) {
      return verb.silent() ? verb.unreachable() : fail(verb.unreachable(), explain(socket, e));
    } catch (IllegalArgumentException e) {
      return fail(ExitCode.USAGE, "'" + socket + "' is no socket path");
    }
    try (client) {
      return line.has(CommandLine.TIMEOUT) && verb != Verb.WAIT
          ? Deadline.talk(this, client, talk)
          : talk.with(client);
    }
  }

  private static LinitClient connect(Path socket, long deadline) throws IOException {
    while (true) {
      try {
        return LinitClient.connect(socket);
      } catch (SocketException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private static String explain(Path socket, IOException e) {
    String problem = e.getMessage() == null ? e.toString() : e.getMessage();
    if (problem.contains("Permission denied")) {
      return "not permitted to talk to linitd at " + socket + "; are you its owner?";
    }
    if (problem.contains("too long")) {
      return "the socket path " + socket + " is too long";
    }
    return "linitd is not running: nobody listens at "
        + socket
        + "; start it with 'linitd --root RIG', or name its socket with -p or LINITSOCK";
  }
}
