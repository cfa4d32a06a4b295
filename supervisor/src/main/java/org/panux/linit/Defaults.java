package org.panux.linit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Configuration that does not change once linit is built. The build has read the texts and put them
 * together; to do that at each start would take a tenth of a second.
 */
final class Defaults {
  static final byte MAP = 'm';
  static final byte LIST = 'l';
  static final byte TEXT = 't';

  private Defaults() {}

  /** Akka's own configuration, with {@code akka.conf} over it. */
  static Config akka() {
    return read("akka.defaults");
  }

  /** What {@code reference.conf} sets. */
  static Config linit() {
    return read("linit.defaults");
  }

  private static Config read(String resource) {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Defaults.class.getResourceAsStream(resource)))) {
      in.readByte();
      return ConfigValueFactory.fromMap(map(in)).toConfig();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return kind == MAP ? map(in) : kind == LIST ? list(in) : in.readUTF();
  }

  private static Map<String, Object> map(DataInputStream in) throws IOException {
    int size = in.readShort();
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(in.readUTF(), value(in));
    }
    return map;
  }

  private static List<Object> list(DataInputStream in) throws IOException {
    int size = in.readShort();
    List<Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(value(in));
    }
    return list;
  }
}
