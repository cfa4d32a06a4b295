package org.panux.linit.flight;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.panux.linit.flight.Dictation.Entry;
import org.panux.linit.model.Tape;

/**
 * The flight recorder: writes down each event that comes into the model, and what the model
 * decides.
 *
 * <p>Whoever decides only puts both into a queue. A thread that lives as long as there is something
 * to write puts them into words a second later, when a boot is mostly over, and keeps nobody
 * waiting; an idle linitd has none. What is written cannot change: events and decisions are values.
 *
 * <p>Each file begins anew: whoever takes part writes down what it is before its first event there,
 * so that a file can be replayed without the ones before it. The same is done after a time in which
 * more came than could be written.
 */
public final class Flight {
  /** Nothing is recorded. */
  public static final Flight NONE = new Flight();

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Room in memory for one event that waits to be written, in bytes and in abundance. */
  private static final int ENTRY = 4096;

  /** In a small memory there is room for fewer. */
  private static final int MOST = (int) Math.min(16_384, Runtime.getRuntime().maxMemory() / ENTRY);

  private static final int MANY = MOST / 2;

  private final FlightFile file;
  private final Consumer<String> say;
  private final ThreadFactory threads;
  private final Dictation dictation = new Dictation();
  private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean writing = new AtomicBoolean();
  private final Semaphore hurry = new Semaphore(0);
  private volatile CountDownLatch done = new CountDownLatch(0);

  /** Grows whenever everybody has to say anew what it is. */
  private volatile int generation = 1;

  /** Nothing is taken until what waits is written; for good where writing has failed. */
  private volatile boolean stopped;

  private boolean failed;

  /**
   * @param path of the file
   * @param most bytes that it and the one before it may have together
   * @param say tells people
   */
  public Flight(Path path, long most, Consumer<String> say) {
    this(path, most, say, Thread::new);
  }

  /** With threads of {@code threads}. */
  public Flight(Path path, long most, Consumer<String> say, ThreadFactory threads) {
    this.file = new FlightFile(path, most);
    this.say = say;
    this.threads = threads;
  }

  private Flight() {
    file = null;
    say = line -> {};
    threads = Thread::new;
    stopped = true;
  }

  /** The tape of a part of the model which begins now, with nothing. */
  public Tape begin(String id, Object part) {
    Recorded tape = new Recorded(id, part);
    if (!stopped) {
      tape.known = generation;
      add(new Entry(id, Line.NEW, null, null));
    }
    return tape;
  }

  /** The tape of a part of the model that has been before. */
  public Tape goOn(String id, Object part) {
    return new Recorded(id, part);
  }

  /** What one part does; it is used by one actor at a time. */
  private final class Recorded implements Tape {
    private final String id;
    private final Object part;

    /** The generation in which it has last said what it is. */
    private int known;

    private String event;
    private Object[] arguments;

    Recorded(String id, Object part) {
      this.id = id;
      this.part = part;
    }

    @Override
    public void input(String event, Object... arguments) {
      if (stopped) {
        known = 0;
        this.event = null;
        return;
      }
      if (known != generation) {
        known = generation;
        add(new Entry(id, Line.WAS, Notation.write(part), null));
      }
      this.event = event;
      this.arguments = arguments;
    }

    @Override
    public void decided(List<?> decisions) {
      if (event != null) {
        add(new Entry(id, event, arguments, decisions));
        event = null;
      }
    }
  }

  private void add(Entry entry) {
    queue.add(entry);
    int count = waiting.incrementAndGet();
    if (count >= MOST) {
      stopped = true;
    } else if (count == MANY) {
      hurry.release();
    }
    if (!writing.get() && writing.compareAndSet(false, true)) {
      CountDownLatch end = new CountDownLatch(1);
      done = end;
      try {
        Thread thread = threads.newThread(() -> write(end));
        thread.setName("flight recorder");
        thread.setDaemon(true);
        thread.start();
      } catch (OutOfMemoryError e) {
        // No thread can be had. The next entry tries again; a service must not fail of it.
        end.countDown();
        writing.set(false);
      }
    }
  }

  private void write(CountDownLatch end) {
    try {
      do {
        hurry.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        drain();
        writing.set(false);
      } while (waiting.get() > 0 && writing.compareAndSet(false, true));
    } catch (InterruptedException e) {
      // Nobody does that.
    } catch (RuntimeException | Error e) {
      // What it failed on is lost, and everybody says anew what he is.
      generation = generation + 1;
      stopped = failed;
      writing.set(false);
    } finally {
      end.countDown();
    }
  }

  private void drain() {
    boolean lost = stopped;
    try {
      for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
        waiting.decrementAndGet();
        StringBuilder text = dictation.text(entry);
        if (!failed && text.length() > 0) {
          file.add(text);
          if (file.full()) {
            file.close();
            dictation.turnPage();
            lost = true;
          }
        }
      }
      if (!failed) {
        file.flush();
      }
    } catch (IOException e) {
      failed = true;
      stopped = true;
      queue.clear();
      waiting.set(0);
      say.accept("cannot write the flight recording to " + file.path() + ": " + e.getMessage());
    }
    if (lost && !failed) {
      // Only this thread changes it.
      generation = generation + 1;
      stopped = false;
    }
  }

  /** What waits is written at once. */
  public void hurry() {
    if (waiting.get() > 0) {
      hurry.release();
    }
  }

  /** Writes what waits, which takes no longer than {@code limit}; nothing comes after that. */
  public void close(Duration limit) {
    hurry();
    try {
      done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The place of the recording, where there is one. */
  public Optional<Path> path() {
    return Optional.ofNullable(file).map(FlightFile::path);
  }
}
