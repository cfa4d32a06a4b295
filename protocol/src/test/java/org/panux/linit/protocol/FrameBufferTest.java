package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.FrameBuffer.BadFrame;
import org.panux.linit.protocol.FrameBuffer.Frame;

class FrameBufferTest {
  private final FrameBuffer frames = new FrameBuffer();

  private List<Frame> feed(byte[] bytes) throws BadFrame {
    return frames.feed(ByteBuffer.wrap(bytes));
  }

  private List<Frame> feed(String text) throws BadFrame {
    return feed(text.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<List<Frame>> messages() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .excludeChars('\0', '\n')
            .ofMaxLength(400)
            .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    return Combinators.combine(texts, Arbitraries.of((byte) 0, (byte) '\n'))
        .as(Frame::new)
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 400)
  void anySplitOfTheBytesGivesTheSameFrames(
      @ForAll("messages") List<Frame> messages,
      @ForAll List<@IntRange(min = 1, max = 50) Integer> pieces)
      throws BadFrame {
    StringBuilder text = new StringBuilder();
    messages.forEach(it -> text.append(it.text()).append((char) it.terminator()));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    FrameBuffer buffer = new FrameBuffer();
    List<Frame> got = new ArrayList<>();
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int size = pieces.isEmpty() ? 1 : pieces.get(i % pieces.size());
      int end = Math.min(bytes.length, at + size);
      got.addAll(buffer.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, end))));
      at = end;
    }
    assertThat(got).isEqualTo(messages);
  }

  @Test
  void bothTerminatorsEndAMessageAndAreKept() throws BadFrame {
    assertThat(feed("start a\0stop b\n\n"))
        .containsExactly(
            new Frame("start a", (byte) 0),
            new Frame("stop b", (byte) '\n'),
            new Frame("", (byte) '\n'));
  }

  @Test
  void theLongestMessageIsTakenAndOneByteMoreIsNot() throws BadFrame {
    String longest = "x".repeat(FrameBuffer.MAX_MESSAGE);
    assertThat(feed(longest + "\n")).containsExactly(new Frame(longest, (byte) '\n'));
    feed(longest);
    assertThatThrownBy(() -> feed("x"))
        .isInstanceOf(BadFrame.class)
        .hasMessage("a message is longer than 65536 bytes");
  }

  @Test
  void theLimitCountsBytesAndCanBeOther() throws BadFrame {
    frames.limit(4);
    assertThat(feed("ää\0")).containsExactly(new Frame("ää", (byte) 0));
    assertThatThrownBy(() -> feed("äää\0")).isInstanceOf(BadFrame.class);
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    for (int[] bad :
        new int[][] {{0xff}, {0xc3}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf5, 0x80, 0x80, 0x80}}) {
      byte[] bytes = new byte[bad.length + 1];
      for (int i = 0; i < bad.length; i++) {
        bytes[i] = (byte) bad[i];
      }
      bytes[bad.length] = '\n';
      assertThatThrownBy(() -> new FrameBuffer().feed(ByteBuffer.wrap(bytes)))
          .isInstanceOf(BadFrame.class)
          .hasMessage("a message is not UTF-8");
    }
  }

  @Test
  void knowsWhetherTheMessageUnderWayIsAnObject() throws BadFrame {
    assertThat(frames.inObject()).isFalse();
    feed("start\n{\"id");
    assertThat(frames.inObject()).isTrue();
    feed("\":1}\n");
    assertThat(frames.inObject()).isFalse();
  }
}
