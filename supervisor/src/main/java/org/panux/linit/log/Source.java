package org.panux.linit.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One service's output, as the log writer's main thread sees it: what linitd has asked about it,
 * one after another, and the reader that is at work while the FIFO has a writer.
 */
final class Source {
  /** What a source makes happen, and what it answers. */
  interface Effects {
    /** Starts a reader of its own thread, which reports to the source that it is given. */
    FifoReader read(Source source);

    /** Sends a mark of that number through the FIFO, without waiting for it. */
    void mark(Source source, long number);

    void say(String line);
  }

  /**
   * @param sync the id of a sync; empty where the FIFO is to be opened
   */
  private record Request(Optional<String> sync) {}

  private final String name;
  private final Effects effects;
  private final Deque<Request> requests = new ArrayDeque<>();

  private Optional<FifoReader> reader = Optional.empty();

  /** The number of the newest mark. */
  private long mark;

  /**
   * @param mark a number from which marks are counted that no earlier process has used
   */
  Source(String name, long mark, Effects effects) {
    this.name = name;
    this.mark = mark;
    this.effects = effects;
  }

  String name() {
    return name;
  }

  /** Nothing is read and nothing is asked. */
  boolean idle() {
    return reader.isEmpty() && requests.isEmpty();
  }

  void open() {
    request(new Request(Optional.empty()));
  }

  void sync(String id) {
    request(new Request(Optional.of(id)));
  }

  void pace(long bytes) {
    reader.ifPresent(it -> it.pace(bytes));
  }

  private void request(Request request) {
    requests.add(request);
    if (requests.size() == 1) {
      begin();
    }
  }

  /** Does what can be done for the oldest request. */
  private void begin() {
    while (!requests.isEmpty()) {
      if (reader.isPresent()) {
        // Once the mark has come through, it is certain that this reader has not met the end of the
        // FIFO since, and that it has written what lay before.
        reader.get().expect(true);
        effects.mark(this, ++mark);
        return;
      }
      if (requests.peek().sync().isEmpty()) {
        reader = Optional.of(effects.read(this));
        return;
      }
      answer();
    }
  }

  private void answer() {
    Optional<String> sync = requests.remove().sync();
    effects.say(sync.map(id -> "synced " + name + " " + id).orElse("opened " + name));
  }

  /** The reader is there. */
  void opened() {
    answer();
    begin();
  }

  /** A mark has come through; an old one means nothing. */
  void marked(long number) {
    if (number == mark && !requests.isEmpty() && reader.isPresent()) {
      reader.get().expect(false);
      answer();
      begin();
    }
  }

  /** There could be no reader. */
  void failed(String why) {
    reader = Optional.empty();
    requests.remove();
    effects.say("failed " + name + " " + why);
    begin();
  }

  /** Nobody held the FIFO any more; all that was in it has been written. */
  void ended() {
    reader = Optional.empty();
    begin();
    if (idle()) {
      effects.say("closed " + name);
    }
  }
}
