package org.panux.linit.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.panux.linit.protocol.JsonRequest.Op;

/**
 * The events of a linitd. Each subscriber has a connection and a thread of its own, so that a slow
 * one holds up nobody else: while it asks for nothing more, nothing more is read, and what linitd
 * had to leave out meanwhile it is told by an {@link Event.Lost}.
 */
final class Events implements Flow.Publisher<Event> {
  /** How many are read ahead of the subscriber. */
  private static final int AHEAD = 256;

  private final Path socket;
  private final Executor executor;

  Events(Path socket, Executor executor) {
    this.socket = socket;
    this.executor = executor;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Event> subscriber) {
    SubmissionPublisher<Event> publisher = new SubmissionPublisher<>(executor, AHEAD);
    LinitClient connection;
    try {
      connection = LinitClient.connect(socket);
    } catch (IOException e) {
      publisher.subscribe(subscriber);
      publisher.closeExceptionally(e);
      return;
    }
    publisher.subscribe(new Leaving(subscriber, connection));
    Thread reader = new Thread(() -> read(connection, publisher), "linit-events");
    reader.setDaemon(true);
    reader.start();
  }

  private static void read(LinitClient connection, SubmissionPublisher<Event> publisher) {
    try (connection) {
      connection.send(Op.EVENTS, List.of());
      while (publisher.hasSubscribers()) {
        publisher.submit(Event.of(connection.read()));
      }
    } catch (LinitClient.Ended | AsynchronousCloseException e) {
      publisher.close();
    } catch (IOException | RuntimeException e) {
      publisher.closeExceptionally(e);
    }
  }

  /** Closes the connection of a subscriber that cancels, which wakes its thread. */
  private record Leaving(Flow.Subscriber<? super Event> subscriber, LinitClient connection)
      implements Flow.Subscriber<Event> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {
              subscription.request(count);
            }

            @Override
            public void cancel() {
              subscription.cancel();
              try {
                connection.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          });
    }

    @Override
    public void onNext(Event event) {
      subscriber.onNext(event);
    }

    @Override
    public void onError(Throwable problem) {
      subscriber.onError(problem);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }
}
