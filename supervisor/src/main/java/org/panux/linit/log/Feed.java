package org.panux.linit.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One service's output, as linitd sees it. While the log writer does not read the FIFO, linitd
 * holds it as well, so that what a service has printed outlives the service.
 */
final class Feed {
  private final Path fifo;
  private final List<CompletableFuture<Void>> opening = new ArrayList<>();

  private LogClient.Losses losses;

  /** Requests to open it that the log writer has not answered. */
  private int asked;

  private Optional<FileChannel> held = Optional.empty();

  Feed(Path fifo) {
    this.fifo = fifo;
  }

  LogClient.Losses losses() {
    return losses;
  }

  /** It is to be opened for {@code answer}. */
  void open(LogClient.Losses newLosses, CompletableFuture<Void> answer) throws IOException {
    if (held.isEmpty()) {
      held = Optional.of(FifoReader.hold(fifo));
    }
    losses = newLosses;
    opening.add(answer);
  }

  /** The log writer has been asked to open it. */
  void asked() {
    asked++;
  }

  boolean isOpening() {
    return asked > 0;
  }

  /** The log writer has gone. */
  void hold() {
    asked = 0;
    try {
      if (held.isEmpty()) {
        held = Optional.of(FifoReader.hold(fifo));
      }
    } catch (IOException e) {
      // The next log writer will find likewise that it is not there, and say so.
    }
  }

  /** The log writer reads it. */
  void opened() {
    if (--asked == 0) {
      release();
      answers().forEach(answer -> answer.complete(null));
    }
  }

  /** It is not read; where it is held, it may be later. */
  void failed(String why) {
    answers().forEach(answer -> answer.completeExceptionally(new IOException(why)));
  }

  void release() {
    try {
      if (held.isPresent()) {
        held.get().close();
      }
    } catch (IOException e) {
      // Nothing was written through it.
    }
    held = Optional.empty();
  }

  private List<CompletableFuture<Void>> answers() {
    List<CompletableFuture<Void>> answers = List.copyOf(opening);
    opening.clear();
    return answers;
  }
}
