package org.panux.linit.bench;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;

/** The floor of a daemon's start: an actor system that handles one message, says so, and ends. */
public final class BareAkka {
  private BareAkka() {}

  public static void main(String[] words) {
    Behavior<String> first =
        Behaviors.receiveMessage(
            message -> {
              System.err.println("first message handled");
              if (words.length == 0) {
                Runtime.getRuntime().halt(0);
              }
              return Behaviors.same();
            });
    ActorSystem.create(first, "bare").tell("hello");
  }
}
