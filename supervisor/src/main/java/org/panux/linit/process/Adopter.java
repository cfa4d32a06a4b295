package org.panux.linit.process;

import akka.actor.typed.ActorRef;

/** What it takes to treat a process as an own child that is none. */
public record Adopter(
    ActorRef<ProcessWatcher.Message> watcher, SignalSender signals, ProcessTable processes) {
  /** Tells {@code replyTo} when {@code process} has gone. */
  void watch(ProcessIdentity process, ActorRef<ProcessWatcher.Gone> replyTo) {
    watcher.tell(new ProcessWatcher.Watch(new ProcessWatcher.One(process), replyTo));
  }
}
