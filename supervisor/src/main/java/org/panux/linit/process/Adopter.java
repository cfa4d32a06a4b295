package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import java.util.function.Function;

/**
 * What it takes to treat a process as an own child that is none.
 *
 * @param notes what linit-sup has written down of a service; reads a file
 */
public record Adopter(
    ActorRef<ProcessWatcher.Message> watcher,
    SignalSender signals,
    ProcessTable processes,
    Function<String, Optional<SupNote>> notes) {
  /** Tells {@code replyTo} when {@code process} has gone. */
  void watch(ProcessIdentity process, ActorRef<ProcessWatcher.Gone> replyTo) {
    watcher.tell(new ProcessWatcher.Watch(new ProcessWatcher.One(process), replyTo));
  }
}
