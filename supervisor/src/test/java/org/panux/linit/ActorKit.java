package org.panux.linit;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An actor system with linitd's own configuration for each test, and a pool for what blocks. */
public final class ActorKit implements BeforeEachCallback, AfterEachCallback {
  /** Longer than anything here takes: who waits that long waits for ever. */
  public static final Duration HANGS = Duration.ofSeconds(60);

  private ActorTestKit kit;
  private ExecutorService blocking;

  @Override
  public void beforeEach(ExtensionContext context) {
    kit =
        ActorTestKit.create(
            "test",
            ConfigFactory.parseResources(ActorKit.class, "/akka.conf")
                .withFallback(ConfigFactory.defaultReference()));
    blocking = Executors.newCachedThreadPool();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    kit.shutdownTestKit();
    blocking.shutdownNow();
  }

  public <T> ActorRef<T> spawn(Behavior<T> behavior) {
    return kit.spawn(behavior);
  }

  public <T> TestProbe<T> probe(Class<T> type) {
    return kit.createTestProbe(type);
  }

  public void stop(ActorRef<?> actor) {
    kit.stop(actor, HANGS);
  }

  public ExecutorService blocking() {
    return blocking;
  }
}
