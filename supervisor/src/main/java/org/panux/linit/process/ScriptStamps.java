package org.panux.linit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the scripts looked like when they were started, so that a later change shows. */
public final class ScriptStamps {
  private record Stamp(Object file, FileTime modified, long size) {}

  private final Map<String, Stamp> started = new ConcurrentHashMap<>();

  /** The service {@code name} is being started by {@code script}. */
  void started(String name, Path script) {
    try {
      started.put(name, stamp(script));
    } catch (IOException e) {
      started.remove(name);
    }
  }

  /**
   * Whether {@code script} is another one than at the newest start of {@code name}.
   *
   * @param since when it came into its state: what counts where an earlier linitd has started it
   */
  public boolean changed(String name, Path script, long since) {
    Stamp before = started.get(name);
    try {
      Stamp now = stamp(script);
      return before == null ? since > 0 && now.modified().toMillis() > since : !before.equals(now);
    } catch (IOException e) {
      return before != null;
    }
  }

  private static Stamp stamp(Path script) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(script, BasicFileAttributes.class);
    return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
  }
}
