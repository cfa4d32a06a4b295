package org.panux.linit.flight;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A line of a recording: the CRC-32 of its text in eight hexadecimal digits, a space, and the text.
 */
final class Line {
  private static final HexFormat HEX = HexFormat.of();
  private static final int CHECKSUM = 8;

  /** The first line of a file begins with this; the version of linitd follows. */
  static final String MAGIC = "linit-flight 1 ";

  /** Between an event and what was decided. */
  static final String SO = " > ";

  /** Instead of an event: the part begins, or what it was by then. */
  static final String NEW = "new";

  static final String WAS = "was";

  /** Instead of the report that a service has published: it, and its name. */
  static final String SAME = "=";

  private Line() {}

  /** Writes the whole line, with its end; gives its length. */
  static int write(StringBuilder text, OutputStream out) throws IOException {
    byte[] body = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    String sum = checksum(body, 0, body.length - 1);
    for (int i = 0; i < CHECKSUM; i++) {
      out.write(sum.charAt(i));
    }
    out.write(' ');
    out.write(body);
    return CHECKSUM + 1 + body.length;
  }

  /** The text of the line in {@code from} to {@code end}; empty where it is none. */
  static Optional<String> text(byte[] bytes, int from, int end) {
    int body = from + CHECKSUM + 1;
    if (end < body || bytes[body - 1] != ' ') {
      return Optional.empty();
    }
    String sum = new String(bytes, from, CHECKSUM, StandardCharsets.ISO_8859_1);
    return checksum(bytes, body, end - body).equals(sum)
        ? Optional.of(new String(bytes, body, end - body, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static String checksum(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return HEX.toHexDigits((int) crc.getValue());
  }
}
