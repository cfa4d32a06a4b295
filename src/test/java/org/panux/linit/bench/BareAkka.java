package org.panux.linit.bench;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * The floor of a daemon's start: an actor system that handles one message, says so, and ends. It
 * starts as fast as it can: without Akka's logging.
 */
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
    Config quiet =
        ConfigFactory.parseString(
                "akka { use-slf4j = off, loggers = [], loglevel = OFF, stdout-loglevel = OFF }")
            .withFallback(ConfigFactory.defaultReference());
    ActorSystem.create(first, "bare", quiet).tell("hello");
  }
}
