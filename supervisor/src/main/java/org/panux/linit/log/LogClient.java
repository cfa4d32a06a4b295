package org.panux.linit.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * linitd's connection to the log writer: starts it when the first service needs it, or finds the
 * one that lives; starts it again when it dies, and has it read what it has read before.
 *
 * <p>Nothing here waits but on a thread of its own, which there is from the first {@link #open} on.
 * That thread also completes what is given back, and calls {@link Losses}.
 */
public final class LogClient {
  /** Told of output of one service that could not be written. */
  public interface Losses {
    /** {@code bytes} are lost so far; more may follow without a word. */
    void lost(long bytes, String why);

    /** Output is written again; {@code bytes} were lost in all. */
    void found(long bytes);
  }

  /** Starts the log writer as a process, its output in a pipe. */
  public interface Starter {
    Process start() throws IOException;
  }

  private record Sync(String service, CompletableFuture<Void> answer) {}

  /** Far longer than any sync takes, unless a disk hangs. */
  private static final Duration LONGEST_SYNC = Duration.ofSeconds(5);

  private static final Duration FIRST_RETRY = Duration.ofMillis(50);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final Path folder;
  private final Keep keep;
  private final Starter starter;

  private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  // What follows belongs to the thread.
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private final Map<Long, Sync> syncs = new HashMap<>();
  private final Map<String, Long> paces = new HashMap<>();
  private SocketChannel socket;
  private long lastId;
  private boolean closing;

  private long connectedAt;

  /** How long to wait before the next attempt, when one is needed. */
  private Duration retry = Duration.ZERO;

  /** When to try again, by the clock of {@link System#nanoTime}; empty where there is no need. */
  private OptionalLong nextAttempt = OptionalLong.empty();

  /** Why the last attempt did not succeed; empty where it did. */
  private String problem = "";

  /**
   * @param folder where the FIFOs lie
   */
  public LogClient(Path folder, Keep keep, Starter starter) {
    this.folder = folder;
    this.keep = keep;
    this.starter = starter;
  }

  /**
   * Has {@code service}'s FIFO read from now on, until nobody holds it any more. Somebody must hold
   * it when this is called.
   *
   * @return completed when the log writer reads it; with an exception where that cannot be, and
   *     then whoever writes to the FIFO would wait for ever. What is written to the FIFO meanwhile
   *     is not lost.
   */
  public CompletionStage<Void> open(String service, Losses losses) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    begin();
    events.add(() -> open(service, losses, answer, new CompletableFuture<>()));
    return answer;
  }

  /**
   * As {@link #open}, but completed as soon as nothing can be lost any more: the log writer may be
   * still on its way. Whether it comes is told to {@code losses}.
   */
  public CompletionStage<Void> take(String service, Losses losses) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    begin();
    events.add(() -> open(service, losses, new CompletableFuture<>(), taken));
    return taken;
  }

  /**
   * Completed when all that {@code service} has printed until now is in its log, or after some
   * seconds where a disk hangs; never with an exception.
   */
  public CompletionStage<Void> sync(String service) {
    if (!begun.get()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    events.add(() -> sync(service, answer));
    return answer.completeOnTimeout(null, LONGEST_SYNC.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Waits until the log writer has written everything and ended, but no longer than {@code limit}:
   * it lives on where a process does that holds a FIFO. For the end of linitd.
   *
   * @return whether it has ended
   */
  public boolean close(Duration limit) {
    if (!begun.get()) {
      return true;
    }
    events.add(this::close);
    try {
      ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As {@link #take}, where there is a FIFO of {@code service}. */
  public void retake(String service, Losses losses) {
    if (Files.exists(fifo(service))) {
      take(service, losses);
    }
  }

  /**
   * Has no more than {@code bytes} of {@code service}'s output taken in a second, until somebody
   * wants to know all of it; 0 for no limit.
   */
  public void pace(String service, long bytes) {
    begin();
    events.add(
        () -> {
          paces.put(service, bytes);
          sendPace(service, bytes);
        });
  }

  private void sendPace(String service, long bytes) {
    send("pace " + service + " " + bytes);
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      daemon("logs", this::run);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!ended.isDone()) {
        Runnable event =
            nextAttempt.isEmpty()
                ? events.take()
                : events.poll(nextAttempt.getAsLong() - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          connect();
        } else {
          event.run();
        }
      }
    } catch (InterruptedException e) {
      ended.complete(null);
    }
  }

  private void open(
      String service,
      Losses losses,
      CompletableFuture<Void> answer,
      CompletableFuture<Void> taken) {
    Feed feed = feeds.getOrDefault(service, new Feed(fifo(service)));
    try {
      feed.open(losses, answer);
    } catch (IOException e) {
      answer.completeExceptionally(new IOException(LogFile.explain(e), e));
      taken.completeExceptionally(new IOException(LogFile.explain(e), e));
      return;
    }
    taken.complete(null);
    feeds.put(service, feed);
    if (socket != null) {
      feed.asked();
      send("open " + service);
    } else if (nextAttempt.isEmpty()) {
      connect();
    } else if (!problem.isEmpty()) {
      feed.failed(problem);
    }
  }

  private Path fifo(String service) {
    return folder.resolve(service + ".fifo");
  }

  private void sync(String service, CompletableFuture<Void> answer) {
    if (!feeds.containsKey(service)) {
      answer.complete(null);
      return;
    }
    syncs.put(++lastId, new Sync(service, answer));
    send("sync " + service + " " + lastId);
  }

  private void close() {
    closing = true;
    try {
      if (socket == null) {
        ended.complete(null);
      } else {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      ended.complete(null);
    }
  }

  /** Finds or starts the log writer, and asks for everything that is open. */
  private void connect() {
    nextAttempt = OptionalLong.empty();
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(LogWriter.socket(folder));
    try {
      socket = find(address);
    } catch (IOException e) {
      cannotConnect("the log writer cannot be started: " + LogFile.explain(e));
      return;
    }
    if (!problem.isEmpty()) {
      problem = "";
      feeds.values().forEach(feed -> feed.losses().found(0));
    }
    connectedAt = System.nanoTime();
    SocketChannel connection = socket;
    daemon("logs answers", () -> read(connection));
    send("keep " + keep.size() + " " + keep.files());
    paces.forEach(this::sendPace);
    feeds.forEach(
        (service, feed) -> {
          feed.asked();
          send("open " + service);
        });
    syncs.forEach((id, sync) -> send("sync " + sync.service() + " " + id));
  }

  private void cannotConnect(String why) {
    if (problem.isEmpty()) {
      feeds.values().forEach(feed -> feed.losses().lost(0, why));
    }
    problem = why;
    feeds.values().forEach(feed -> feed.failed(why));
    later();
  }

  private SocketChannel find(UnixDomainSocketAddress address) throws IOException {
    try {
      return SocketChannel.open(address);
    } catch (IOException e) {
      return start(address);
    }
  }

  /** Its output is closed when it is connected, so that it sees whether anybody will come. */
  private SocketChannel start(UnixDomainSocketAddress address) throws IOException {
    Process process = starter.start();
    try (BufferedReader said = process.inputReader()) {
      String why = "it ended without a word";
      for (String line = said.readLine(); !LogWriter.READY.equals(line); line = said.readLine()) {
        if (line == null) {
          throw new IOException(why);
        }
        // The last word counts; a JVM may have told of its options before.
        why = line;
      }
      return SocketChannel.open(address);
    }
  }

  private void later() {
    nextAttempt = OptionalLong.of(System.nanoTime() + retry.toNanos());
    retry = retry.isZero() ? FIRST_RETRY : retry.multipliedBy(2);
    retry = retry.compareTo(LAST_RETRY) < 0 ? retry : LAST_RETRY;
  }

  private void read(SocketChannel connection) {
    try {
      BufferedReader lines =
          new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 4);
        events.add(() -> answered(words));
      }
    } catch (IOException e) {
      // It has gone.
    }
    events.add(this::gone);
  }

  private void answered(String[] words) {
    if (words[0].equals("synced")) {
      syncs.remove(Long.parseLong(words[2])).answer().complete(null);
      return;
    }
    String service = words[1];
    Feed feed = feeds.get(service);
    if (feed == null) {
      // Of a service of the linitd before this one.
      return;
    }
    switch (words[0]) {
      case "opened" -> feed.opened();
      case "failed" -> {
        feeds.remove(service);
        feed.release();
        feed.failed(String.join(" ", List.of(words).subList(2, words.length)));
      }
      case "closed" -> {
        // One that is being opened anew is not over.
        if (!feed.isOpening()) {
          feeds.remove(service);
        }
      }
      case "lost" -> feed.losses().lost(Long.parseLong(words[2]), words[3]);
      case "found" -> feed.losses().found(Long.parseLong(words[2]));
      default -> throw new IllegalStateException("the log writer said " + words[0]);
    }
  }

  /** The log writer has ended. */
  private void gone() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
    socket = null;
    if (closing) {
      ended.complete(null);
      return;
    }
    feeds.values().forEach(Feed::hold);
    if (System.nanoTime() - connectedAt > LAST_RETRY.toNanos()) {
      retry = Duration.ZERO;
    }
    if (!feeds.isEmpty()) {
      later();
    }
  }

  private void send(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (socket != null && bytes.hasRemaining()) {
        socket.write(bytes);
      }
    } catch (IOException e) {
      // It has gone, and its reader will say so; then everything is asked anew.
    }
  }
}
