package org.panux.linit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MarkTest {
  private static ByteBuffer bytes(Object... parts) {
    ByteBuffer all = ByteBuffer.allocate(200);
    for (Object part : parts) {
      if (part instanceof ByteBuffer mark) {
        all.put(mark);
      } else {
        all.put(part.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all.flip();
  }

  @Test
  void isFoundBetweenBytes() {
    ByteBuffer bytes = bytes("a\0b\0linit", Mark.of(7), "rest", Mark.of(8));
    int first = Mark.find(bytes);
    assertThat(first).isEqualTo(9);
    assertThat(Mark.number(bytes, first)).isEqualTo(7);
    bytes.position(first + Mark.LENGTH);
    assertThat(Mark.number(bytes, Mark.find(bytes))).isEqualTo(8);
  }

  @Test
  void itsBeginningAtTheEndMayBeOne() {
    for (int length = 1; length < Mark.LENGTH; length++) {
      assertThat(Mark.find(bytes("abc", Mark.of(7).limit(length)))).isEqualTo(3);
    }
  }

  @Test
  void whatOnlyBeginsLikeItIsNone() {
    ByteBuffer bytes = bytes(Mark.of(7).limit(15), "x", "\0linit-marks");
    assertThat(Mark.find(bytes)).isEqualTo(bytes.limit());
  }
}
