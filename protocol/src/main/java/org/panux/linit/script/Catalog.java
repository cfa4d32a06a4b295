package org.panux.linit.script;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.panux.linit.protocol.ServiceName;

/**
 * All scripts of a rig by what their texts say. It is read when somebody first asks, and each file
 * again when it has changed: a rig where every name has its own script never needs it.
 *
 * <p>Asked from several threads, each of which may read; what one of them reads for nothing does no
 * harm.
 */
public final class Catalog {
  private record Entry(FileTime changed, long size, Object inode, ScriptText text) {
    boolean isOf(BasicFileAttributes file) {
      return size == file.size()
          && changed.equals(file.lastModifiedTime())
          && inode.equals(file.fileKey());
    }
  }

  private final Path folder;
  private final Path enabled;
  private volatile Map<String, Entry> entries = Map.of();

  /**
   * @param folder {@code init.d} of the rig
   * @param enabled {@code rc.d} of the rig
   */
  public Catalog(Path folder, Path enabled) {
    this.folder = folder;
    this.enabled = enabled;
  }

  /** Looks at the scripts as they are now. Reads files. */
  public Scripts look() {
    Map<String, Entry> old = entries;
    Map<String, Entry> now = new TreeMap<>();
    for (String name : names(folder)) {
      try {
        Path file = folder.resolve(name);
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
          Entry known = old.get(name);
          now.put(name, known != null && known.isOf(attributes) ? known : read(file, attributes));
        }
      } catch (IOException e) {
        // It cannot be read, or it has gone meanwhile: it provides nothing.
      }
    }
    entries = now;
    Map<String, ScriptText> texts = new TreeMap<>();
    now.forEach((name, entry) -> texts.put(name, entry.text()));
    return new Scripts(texts, names(enabled));
  }

  private static Entry read(Path file, BasicFileAttributes attributes) throws IOException {
    return new Entry(
        attributes.lastModifiedTime(),
        attributes.size(),
        attributes.fileKey(),
        ScriptText.read(file));
  }

  /** Whether {@code name} has a script of its own. */
  public boolean hasScript(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> names(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (ServiceName.problem(name).isEmpty()) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      // Nobody can read it, or nothing is enabled yet.
      return List.of();
    }
    return names;
  }
}
