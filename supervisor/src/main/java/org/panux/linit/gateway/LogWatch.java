package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;

/**
 * Tells those who follow logs when files in the folder of logs are written: whoever writes them,
 * which is not the log writer alone. While nobody follows, nothing is watched.
 */
final class LogWatch extends LastingActor<LogWatch.Message> {
  sealed interface Message {}

  /** Tell {@code follower}, until it ends. */
  record Watch(ActorRef<Touched> follower) implements Message {}

  private record Written(Set<String> files) implements Message {}

  /**
   * Files have been written.
   *
   * @param files their names; all may have been where it is empty
   */
  record Touched(Set<String> files) {}

  private final Path folder;
  private final Set<ActorRef<Touched>> followers = new LinkedHashSet<>();
  private Optional<WatchService> service = Optional.empty();

  static Behavior<Message> create(Path folder) {
    return Actor.create(context -> new LogWatch(context, folder));
  }

  private LogWatch(ActorContext<Message> context, Path folder) {
    super(context);
    this.folder = folder;
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Watch watch) {
      followers.add(watch.follower());
      getContext().watch(watch.follower());
      begin();
      // It may look from now on.
      watch.follower().tell(new Touched(Set.of()));
      return this;
    } else if (message instanceof Written written) {
      followers.forEach(follower -> follower.tell(new Touched(written.files())));
      return this;
    }
    return Behaviors.unhandled();
  }

  /** Two system calls, and a thread that waits. */
  private void begin() {
    if (service.isPresent()) {
      return;
    }
    try {
      WatchService watching = folder.getFileSystem().newWatchService();
      service = Optional.of(watching);
      folder.register(
          watching, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      ActorRef<Message> self = getContext().getSelf();
      Thread thread = new Thread(() -> run(watching, self), "log watch");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      getContext().getLog().error("cannot watch {}: {}", folder, e.toString());
    }
  }

  private static void run(WatchService service, ActorRef<Message> self) {
    try {
      while (true) {
        WatchKey key = service.take();
        Set<String> files = new LinkedHashSet<>();
        boolean all = false;
        for (WatchEvent<?> event : key.pollEvents()) {
          all |= event.kind() == StandardWatchEventKinds.OVERFLOW;
          files.add(String.valueOf(event.context()));
        }
        key.reset();
        self.tell(new Written(all ? Set.of() : files));
      }
    } catch (ClosedWatchServiceException e) {
      // Nobody follows any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> actor) {
    followers.removeIf(follower -> follower.equals(actor));
    if (followers.isEmpty()) {
      end();
    }
    return this;
  }

  private void end() {
    try {
      if (service.isPresent()) {
        service.get().close();
      }
    } catch (IOException e) {
      // It is of no use any more.
    }
    service = Optional.empty();
  }

  @Override
  protected void onStopped() {
    end();
  }
}
