package org.panux.linit.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.panux.linit.ActorKit;

class ActorTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();

  private final AtomicInteger made = new AtomicInteger();

  /** Passes on what it is told; the first {@code failures} of its kind cannot be made. */
  private final class Echo extends Actor<String> {
    private final ActorRef<String> to;

    Echo(ActorContext<String> context, ActorRef<String> to, int failures) {
      super(context);
      this.to = to;
      if (made.getAndIncrement() < failures) {
        throw new OutOfMemoryError("injected");
      }
    }

    @Override
    protected Behavior<String> onMessage(String message) {
      to.tell(message);
      return this;
    }
  }

  private ActorRef<String> echo(TestProbe<String> to, int failures) {
    return kit.spawn(Actor.create(context -> new Echo(context, to.getRef(), failures)));
  }

  @Test
  void whatFailsOnceAsItIsMadeIsMadeAndLosesNoMessage() {
    TestProbe<String> probe = kit.probe(String.class);
    echo(probe, 1).tell("hello");
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo("hello");
  }

  /** An error that got through to Akka would end all actors. */
  @Test
  void theSameHoldsWhereItHasTimers() {
    TestProbe<String> probe = kit.probe(String.class);
    ActorRef<String> failed =
        kit.spawn(
            Actor.createWithTimers((context, timers) -> new Echo(context, probe.getRef(), 3)));
    probe.expectTerminated(failed, ActorKit.HANGS);
    kit.spawn(
            Actor.<String>createWithTimers(
                (context, timers) -> new Echo(context, probe.getRef(), 3)))
        .tell("hello");
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo("hello");
  }

  @Test
  void whatFailsAgainIsGoneAndTheRestGoesOn() {
    TestProbe<String> probe = kit.probe(String.class);
    ActorRef<String> failed = echo(probe, 2);
    probe.expectTerminated(failed, ActorKit.HANGS);
    echo(probe, 0).tell("hello");
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo("hello");
    assertThat(made).hasValue(3);
  }
}
