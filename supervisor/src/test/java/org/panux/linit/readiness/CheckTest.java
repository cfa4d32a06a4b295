package org.panux.linit.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.panux.linit.setting.Condition;

class CheckTest {
  /** A probe of which it is counted what was asked of it. */
  private static final class Counting implements Probe {
    private int cancelled;
    private int closed;

    @Override
    public CompletionStage<Seen> look() {
      return new CompletableFuture<>();
    }

    @Override
    public void cancel() {
      cancelled++;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private final Check check = new Check(new Condition.Tcp("h", 1), "silence");
  private final Counting probe = new Counting();

  @Test
  void saysWhatWasSeenLast() {
    assertThat(check.lastSeen()).isEqualTo("tcp:h:1: silence");
    check.probeWith(probe);
    assertThat(check.lastSeen()).isEqualTo("tcp:h:1: no answer yet");
    check.saw(Seen.not("connection refused"));
    check.begun(new CompletableFuture<>());
    assertThat(check.lastSeen()).isEqualTo("tcp:h:1: connection refused");
    assertThat(check.held()).isFalse();
  }

  @Test
  void aLookThatTookTooLongIsCancelledAndItsResultIsNotBelieved() {
    check.probeWith(probe);
    check.begun(new CompletableFuture<>());
    check.overdue();
    check.saw(Seen.HOLDS);
    assertThat(probe.cancelled).isEqualTo(1);
    assertThat(check.held()).isFalse();
    assertThat(check.lastSeen()).isEqualTo("tcp:h:1: no answer within 5 s");
    check.begun(new CompletableFuture<>());
    check.saw(Seen.process(7));
    assertThat(check.held()).isTrue();
    assertThat(check.pid()).hasValue(7L);
  }

  @Test
  void aProbeIsClosedOnceItsLookIsOver() {
    check.probeWith(probe);
    CompletableFuture<Seen> look = new CompletableFuture<>();
    check.begun(look);
    check.end();
    check.end();
    assertThat(probe.cancelled).isEqualTo(1);
    assertThat(probe.closed).isZero();
    look.completeExceptionally(new IllegalStateException("cancelled"));
    assertThat(probe.closed).isEqualTo(1);
  }
}
