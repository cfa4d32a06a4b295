package org.panux.linit.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The log writer: a program that carries the output of services from their FIFOs into files. It
 * lives beside linitd, and as long as any service does, so that neither the death of linitd nor
 * that of the log writer itself breaks anybody's output.
 *
 * <p>linitd speaks to it in lines, on a Unix socket:
 *
 * <table>
 * <caption>what is said</caption>
 * <tr><td>{@code keep SIZE FILES}<td>how much to keep from now on
 * <tr><td>{@code open NAME}<td>read {@code NAME.fifo}: {@code opened NAME}, or {@code failed NAME WHY};
 *     and in the end {@code closed NAME}
 * <tr><td>{@code pace NAME BYTES}<td>take no more than that from it in a second; 0 for no limit
 * <tr><td>{@code sync NAME ID}<td>{@code synced NAME ID} when all that was in the FIFO is in the file
 * </table>
 *
 * By itself it says {@code lost NAME BYTES WHY} where output cannot be written, and {@code found
 * NAME BYTES} when it can be again. It ends when there is no linitd and nobody holds a FIFO.
 *
 * <p>One thread decides everything, out of a queue. Each FIFO has a thread that blocks in reading
 * it.
 */
public final class LogWriter implements Source.Effects {
  /** What is printed once the socket is there, until a linitd comes. */
  static final String READY = "ready";

  /** Long enough for a linitd that has just started this on a busy machine. */
  private static final long FIRST_LINITD_SECONDS = 60;

  /** Room for a few frames and no more; there may be a thousand readers. */
  private static final long STACK_BYTES = 192 * 1024;

  private final Path folder;
  private final Path logs;
  private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Long> paces = new HashMap<>();

  /** Where the linitd of the moment is answered; null where there was none yet. */
  private SocketChannel linitd;

  private boolean connected;
  private volatile Keep keep = new Keep(Long.MAX_VALUE / 4, 1);

  private LogWriter(Path folder, Path logs) {
    this.folder = folder;
    this.logs = logs;
  }

  /** The arguments: the folder of the FIFOs and the socket, and that of the logs. */
  public static void main(String[] words) {
    // Whatever goes wrong, a new process does better than half of this one; linitd starts it.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) -> {
          System.out.println(problem);
          Runtime.getRuntime().halt(1);
        });
    Path folder = Path.of(words[0]);
    Path socket = socket(folder);
    try {
      Files.createDirectories(folder);
      ServerSocketChannel server = listen(socket);
      LogWriter writer = new LogWriter(folder, Path.of(words[1]));
      writer.thread("linitd", () -> writer.accept(server));
      writer.decide();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      System.out.println("cannot listen on " + socket + ": " + LogFile.explain(e));
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  static Path socket(Path folder) {
    // Short: the path of a socket has little room.
    return folder.resolve("sock");
  }

  @SuppressWarnings("try") // A connection shows that somebody is there, and that is all.
  private static ServerSocketChannel listen(Path socket) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    if (Files.exists(socket)) {
      try (SocketChannel other = SocketChannel.open(address)) {
        throw new IOException("another log writer listens there");
      } catch (ConnectException e) {
        Files.delete(socket);
      }
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(address);
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    return server;
  }

  private void thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes one linitd after the other, and passes on what each says. */
  private void accept(ServerSocketChannel server) {
    while (true) {
      try {
        SocketChannel socket = server.accept();
        events.add(() -> connected(socket));
        BufferedReader lines =
            new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] words = line.split(" ");
          events.add(() -> command(words));
        }
      } catch (IOException e) {
        // That linitd has gone.
      }
      // It may still read, to see when all is done.
      events.add(() -> connected = false);
    }
  }

  private void decide() {
    try {
      Runnable event = first();
      while (event != null) {
        event.run();
        event = connected || !sources.isEmpty() ? events.take() : events.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The connection of the first linitd; null where none comes. The linitd that has started this
   * closes the pipe when it has connected, or has died: then there is only one more to wait for,
   * which has come after it and may have found this already.
   */
  private Runnable first() throws InterruptedException {
    for (int i = 0; i < FIRST_LINITD_SECONDS; i++) {
      System.out.println(READY);
      boolean closed = System.out.checkError();
      Runnable event = events.poll(1, TimeUnit.SECONDS);
      if (event != null || closed) {
        return event;
      }
    }
    return null;
  }

  private void connected(SocketChannel socket) {
    try {
      if (linitd != null) {
        linitd.close();
      }
    } catch (IOException e) {
      // It was of no use any more.
    }
    linitd = socket;
    connected = true;
  }

  private void command(String[] words) {
    switch (words[0] + " " + (words.length - 1)) {
      case "keep 2" -> keep = new Keep(Long.parseLong(words[1]), Integer.parseInt(words[2]));
      case "pace 2" -> pace(words[1], Long.parseLong(words[2]));
      case "open 1" -> source(words[1]).open();
      case "sync 2" -> {
        Source source = source(words[1]);
        source.sync(words[2]);
        forget(source);
      }
      default -> say("unknown " + words[0]);
    }
  }

  private void pace(String name, long bytes) {
    paces.put(name, bytes);
    Source source = sources.get(name);
    if (source != null) {
      source.pace(bytes);
    }
  }

  private Source source(String name) {
    return sources.computeIfAbsent(name, it -> new Source(it, System.nanoTime(), this));
  }

  private void forget(Source source) {
    if (source.idle()) {
      sources.remove(source.name());
    }
  }

  private Path fifo(String name) {
    return folder.resolve(name + ".fifo");
  }

  @Override
  public FifoReader read(Source source) {
    String name = source.name();
    LogFile log =
        new LogFile(
            logs.resolve(name + ".log"),
            () -> keep,
            new LossReport(name, line -> events.add(() -> say(line))),
            System::currentTimeMillis);
    FifoReader reader =
        new FifoReader(fifo(name), log, number -> events.add(() -> source.marked(number)));
    reader.pace(paces.getOrDefault(name, 0L));
    thread(name, () -> read(source, reader));
    return reader;
  }

  private void read(Source source, FifoReader reader) {
    try {
      reader.run(() -> events.add(source::opened));
      events.add(source::ended);
    } catch (IOException e) {
      String why = LogFile.explain(e);
      events.add(() -> source.failed(why));
    }
    events.add(() -> forget(source));
  }

  @Override
  public void mark(Source source, long number) {
    // Waits while the FIFO is full.
    thread(
        "mark " + source.name(),
        () -> {
          try (FileChannel writer = FifoReader.hold(fifo(source.name()))) {
            writer.write(Mark.of(number));
          } catch (IOException e) {
            // The FIFO is not there any more, so nothing more can be known of it.
            events.add(() -> source.marked(number));
          }
        });
  }

  @Override
  public void say(String line) {
    if (linitd == null) {
      return;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        linitd.write(bytes);
      }
    } catch (IOException e) {
      // That linitd has gone; the next one asks anew.
    }
  }
}
