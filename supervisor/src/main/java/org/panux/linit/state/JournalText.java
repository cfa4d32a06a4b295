package org.panux.linit.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.panux.linit.protocol.Json;

/**
 * The journal as text: a line an entry, of which the last one of a key counts. A line is the CRC-32
 * of its JSON in eight hexadecimal digits, a space, and the JSON.
 */
final class JournalText {
  private static final HexFormat HEX = HexFormat.of();
  private static final int CHECKSUM = 8;

  /** Where the checksum goes when it is known. */
  private static final String ROOM = " ".repeat(CHECKSUM + 1);

  private static final String KEY = "k";
  private static final String VALUE = "v";

  private JournalText() {}

  /**
   * What could be read.
   *
   * @param entries the newest value of each key; with damage, only the first line where that is
   *     right, since an older value of any other key may be what is left of it
   * @param damage where the text is not what was written
   */
  record Read(Map<String, Map<?, ?>> entries, Optional<String> damage) {}

  static String lines(Iterable<Entry> entries) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      line(entry, text);
    }
    return text.toString();
  }

  /** A line with its end. An empty value takes the key out. */
  private static void line(Entry entry, StringBuilder text) {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put(KEY, entry.key());
    both.put(VALUE, entry.toJson());
    int start = text.length();
    text.append(ROOM);
    JsonLine.write(both, text);
    byte[] json = text.substring(start + ROOM.length()).getBytes(StandardCharsets.UTF_8);
    text.replace(start, start + CHECKSUM, checksum(json)).append('\n');
  }

  private static String checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return HEX.toHexDigits((int) crc.getValue());
  }

  /**
   * Reads lines. A last one without its end was being written when the writer died, and counts for
   * nothing.
   */
  static Read read(byte[] text) {
    Map<String, Map<?, ?>> entries = new LinkedHashMap<>();
    Map<String, Map<?, ?>> first = Map.of();
    int number = 0;
    int from = 0;
    for (int at = 0; at < text.length; at++) {
      if (text[at] == '\n') {
        number++;
        Optional<Map<String, Object>> line = parse(Arrays.copyOfRange(text, from, at));
        if (line.isEmpty()) {
          return new Read(first, Optional.of("line " + number));
        }
        enter(line.get(), entries);
        if (number == 1) {
          first = Map.copyOf(entries);
        }
        from = at + 1;
      }
    }
    return new Read(entries, Optional.empty());
  }

  private static void enter(Map<String, Object> line, Map<String, Map<?, ?>> entries) {
    String key = (String) line.get(KEY);
    Map<?, ?> value = (Map<?, ?>) line.get(VALUE);
    if (value.isEmpty()) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }

  private static Optional<Map<String, Object>> parse(byte[] line) {
    if (line.length <= CHECKSUM || line[CHECKSUM] != ' ') {
      return Optional.empty();
    }
    byte[] json = Arrays.copyOfRange(line, CHECKSUM + 1, line.length);
    if (!checksum(json).equals(new String(line, 0, CHECKSUM, StandardCharsets.ISO_8859_1))) {
      return Optional.empty();
    }
    try {
      Map<String, Object> both = Json.object(new String(json, StandardCharsets.UTF_8));
      return both.get(KEY) instanceof String && both.get(VALUE) instanceof Map<?, ?>
          ? Optional.of(both)
          : Optional.empty();
    } catch (Json.Malformed e) {
      return Optional.empty();
    }
  }
}
