package org.panux.linit.setting;

/** One thing that must have held before a service counts as ready. */
public sealed interface Condition {
  /** The condition as a script writes it. */
  String text();

  /** The command, run by the rig's shell, exits with 0. */
  record Exec(String command) implements Condition {
    @Override
    public String text() {
      return "exec:" + command;
    }
  }

  /** Somebody accepts a connection there; {@code host} is without the brackets of IPv6. */
  record Tcp(String host, int port) implements Condition {
    @Override
    public String text() {
      return "tcp:" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** Somebody listens on the Unix socket {@code path}. */
  record Unix(String path) implements Condition {
    @Override
    public String text() {
      return "unix:" + path;
    }
  }

  /** A GET of {@code url} (http or https) is answered with 2xx. */
  record Http(String url) implements Condition {
    @Override
    public String text() {
      return url;
    }
  }

  /** The file is there, and is another or newer than before the start. */
  record FileExists(String path) implements Condition {
    @Override
    public String text() {
      return "file:" + path;
    }
  }

  /** A line of the service's own output since this start has a match of {@code regex}. */
  record LogMatch(String regex) implements Condition {
    @Override
    public String text() {
      return "log:" + regex;
    }
  }

  /** The service writes a newline to its descriptor {@code number}. */
  record Fd(int number) implements Condition {
    @Override
    public String text() {
      return "fd:" + number;
    }
  }

  /** The service sends {@code READY=1} to its {@code NOTIFY_SOCKET}. */
  record Notify() implements Condition {
    @Override
    public String text() {
      return "notify";
    }
  }

  /** The file names a live process of the service, which from then on is its main process. */
  record PidFile(String path) implements Condition {
    @Override
    public String text() {
      return "pid:" + path;
    }
  }
}
