package org.panux.linit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes what {@link Defaults} reads; run by the build. {@code words}: the folder of its classes.
 */
public final class DefaultsWriter {
  private DefaultsWriter() {}

  public static void main(String[] words) throws IOException {
    Path folder = Path.of(words[0]).resolve("org/panux/linit");
    write(folder.resolve("akka.defaults"), akka());
    write(folder.resolve("linit.defaults"), linit());
  }

  /** Without the properties of the JVM that builds it, which come first. */
  static Config akka() {
    return ConfigFactory.parseResources(DefaultsWriter.class, "/akka.conf")
        .withFallback(ConfigFactory.parseResourcesAnySyntax("reference"))
        .resolve()
        .withOnlyPath("akka");
  }

  static Config linit() {
    return ConfigFactory.parseResources(DefaultsWriter.class, "/reference.conf").getConfig("linit");
  }

  private static void write(Path file, Config config) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      write(out, config.root().unwrapped());
    }
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeByte(Defaults.MAP);
      out.writeShort(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeUTF((String) entry.getKey());
        write(out, entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      out.writeByte(Defaults.LIST);
      out.writeShort(list.size());
      for (Object element : list) {
        write(out, element);
      }
    } else {
      out.writeByte(Defaults.TEXT);
      out.writeUTF(value.toString());
    }
  }
}
