package org.panux.linit.e2e;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Speaks the ancestor's protocol alone, and ends as the ancestor's linitctl did. */
final class AncestorClient implements AutoCloseable {
  static final int LOST = 65;

  private final RawClient raw;
  private final char terminator;

  AncestorClient(Daemon linitd, char terminator) {
    this.raw = linitd.connect();
    this.terminator = terminator;
  }

  AncestorClient tell(String message) {
    raw.send(message + terminator);
    return this;
  }

  /** The next message; null when linitd has ended the connection. */
  String hear() {
    return raw.read(terminator);
  }

  /** The ancestor's {@code linitctl start}: 0 when all run, 65 when the connection ends before. */
  int start(String... names) {
    tell("start " + String.join(" ", names));
    Set<String> missing = new HashSet<>(List.of(names));
    while (!missing.isEmpty()) {
      String notice = hear();
      if (notice == null) {
        return LOST;
      }
      List<String> words = words(notice, List.of(names));
      if (words.get(2).equals("running")) {
        missing.remove(words.get(1));
      }
    }
    return 0;
  }

  /** The ancestor's {@code linitctl stop}: waits for the word {@code stopped}, and nothing else. */
  int stop(String name) {
    tell("stop " + name);
    String notice = hear();
    while (notice != null) {
      if (words(notice, List.of(name)).get(2).equals("stopped")) {
        return 0;
      }
      notice = hear();
    }
    return LOST;
  }

  private static List<String> words(String notice, Collection<String> names) {
    List<String> words = List.of(notice.split(" ", -1));
    if (words.size() != 3 || !words.get(0).equals("notify") || !names.contains(words.get(1))) {
      throw new AssertionError("no notice of " + names + ": " + notice);
    }
    return words;
  }

  @Override
  public void close() {
    raw.close();
  }
}
