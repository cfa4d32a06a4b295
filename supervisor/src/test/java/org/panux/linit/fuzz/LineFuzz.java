package org.panux.linit.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.panux.linit.process.RunToken;
import org.panux.linit.protocol.FrameBuffer;
import org.panux.linit.protocol.LineCodec;
import org.panux.linit.protocol.LineRequest;
import org.panux.linit.protocol.PublishedKey;
import org.panux.linit.protocol.ServiceName;

/** The framing and the ancestor's lines: pieces of any size make the same messages. */
public final class LineFuzz {
  private LineFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    int piece = data.length == 0 ? 1 : 1 + (data[0] & 0x3f);
    String whole = frames(data, Math.max(1, data.length));
    Bytes.check(whole.equals(frames(data, piece)), "pieces of " + piece + " make other messages");
  }

  private static String frames(byte[] data, int piece) {
    FrameBuffer buffer = new FrameBuffer();
    buffer.limit(1024);
    List<Object> frames = new ArrayList<>();
    try {
      for (int from = 0; from < data.length; from += piece) {
        ByteBuffer bytes = ByteBuffer.wrap(data, from, Math.min(piece, data.length - from));
        for (FrameBuffer.Frame frame : buffer.feed(bytes)) {
          frames.add(frame);
          LineCodec.decode(frame.text()).ifPresent(LineFuzz::look);
        }
      }
    } catch (FrameBuffer.BadFrame e) {
      Bytes.checkLine(e.getMessage());
      // Messages before it, of the same piece, are lost with it.
      return "refused";
    }
    return frames.toString();
  }

  private static void look(LineRequest request) {
    if (request instanceof LineRequest.Start start) {
      start.names().forEach(name -> ServiceName.problem(name).ifPresent(Bytes::checkLine));
    } else if (request instanceof LineRequest.Hello hello) {
      RunToken.of(hello.token())
          .ifPresent(it -> Bytes.check(it.run() >= 0, "a run before the first"));
    } else if (request instanceof LineRequest.Publish publish) {
      PublishedKey.problem(publish.key()).ifPresent(Bytes::checkLine);
    }
  }
}
