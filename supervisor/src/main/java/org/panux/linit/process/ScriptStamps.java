package org.panux.linit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the scripts looked like when they were started, so that a later change shows. */
public final class ScriptStamps {
  record Stamp(Object file, FileTime modified, long size) {
    /** As its equals, which a record has made when it is first needed: that takes a start 20 ms. */
    boolean same(Stamp other) {
      return size == other.size && modified.equals(other.modified) && file.equals(other.file);
    }
  }

  private final Map<String, Stamp> started = new ConcurrentHashMap<>();

  /** The service {@code name} is being started by {@code script}. */
  void started(String name, InitScripts.Script script) {
    Optional<Stamp> known = script.facts().stamp();
    try {
      started.put(name, known.isPresent() ? known.get() : stamp(script.file()));
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
      return before == null ? since > 0 && now.modified().toMillis() > since : !before.same(now);
    } catch (IOException e) {
      return before != null;
    }
  }

  private static Stamp stamp(Path script) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(script, BasicFileAttributes.class);
    return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
  }
}
