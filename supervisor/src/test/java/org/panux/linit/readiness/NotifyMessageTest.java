package org.panux.linit.readiness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NotifyMessageTest {
  private static NotifyMessage parse(String text) {
    return NotifyMessage.parse(text.getBytes(UTF_8));
  }

  @Test
  void readyAndStatusAreRead() {
    NotifyMessage message = parse("MAINPID=4\nSTATUS=loading\nREADY=1\nSTATUS=loaded 7 = all\n");
    assertThat(message.ready()).isTrue();
    assertThat(message.status()).hasValue("loaded 7 = all");
  }

  @Test
  void onlyThatVeryLineIsReady() {
    assertThat(parse("READY=10").ready()).isFalse();
    assertThat(parse("READY=0\nXREADY=1\nready=1").ready()).isFalse();
  }

  @Test
  void aStatusIsShownSafelyAndNotAtAnyLength() {
    assertThat(parse("STATUS=a\u001b[2Jb").status()).hasValue("a?[2Jb");
    assertThat(parse("STATUS=" + "x".repeat(1000)).status().orElseThrow()).hasSize(201);
    assertThat(parse("STATUS=").status()).hasValue("");
  }

  @Property
  void garbageIsHarmless(@ForAll byte[] datagram) {
    NotifyMessage message = NotifyMessage.parse(datagram);
    message.status().ifPresent(it -> assertThat(it).doesNotContain("\n", "\u001b"));
  }
}
