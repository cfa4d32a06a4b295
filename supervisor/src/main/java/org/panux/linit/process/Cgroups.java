package org.panux.linit.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A control group for each service that is likely to leave processes, where linitd may make groups
 * below its own one: version 2, or one hierarchy of version 1. No controller is used; a group only
 * remembers who belongs to it, and with version 2 it is killed as one.
 *
 * <p>The folder of a rig is the same in each linitd that runs it, so that the next one finds what a
 * killed one has left.
 */
public final class Cgroups {
  /** Which groups to use: the setting {@code cgroups}. */
  public enum Mode {
    AUTO,
    V1,
    V2,
    OFF
  }

  /** Where the groups of this machine are. */
  private static final Path MOUNTS = Path.of("/sys/fs/cgroup");

  /** Hierarchies of version 1 that need no set-up, and where they are mounted. */
  private static final Map<String, String> HIERARCHIES =
      Map.of("pids", "pids", "freezer", "freezer", "name=systemd", "systemd");

  private static final String MEMBERS = "cgroup.procs";

  /** Makes no service's group the namesake of a file that the kernel puts there. */
  private static final String SUFFIX = ".service";

  private static final int LONGEST = 64 * 1024;

  private final Optional<Path> home;

  /**
   * @param rig the rig's folder
   */
  public Cgroups(Mode mode, Path rig) {
    home = mode == Mode.OFF ? Optional.empty() : own(mode).map(own -> own.resolve(name(rig)));
  }

  /** The group of linitd itself, where it may make others. */
  private static Optional<Path> own(Mode mode) {
    List<Path> found = new ArrayList<>();
    try {
      for (String line : ProcStat.read("/proc/self/cgroup", LONGEST).split("\n")) {
        String[] parts = line.split(":", 3);
        boolean second = parts.length == 3 && parts[1].isEmpty();
        Optional<Path> mount = parts.length == 3 ? mount(parts[1]) : Optional.empty();
        if (mount.isPresent() && mode != (second ? Mode.V1 : Mode.V2)) {
          Path own = mount.get().resolve(parts[2].substring(1)).normalize();
          if (own.startsWith(mount.get())) {
            found.add(second ? 0 : found.size(), own);
          }
        }
      }
    } catch (IOException e) {
      // A kernel without control groups.
    }
    return found.stream()
        .filter(own -> Files.isWritable(own) && Files.isWritable(own.resolve(MEMBERS)))
        .findFirst();
  }

  private static Optional<Path> mount(String controllers) {
    if (controllers.isEmpty()) {
      boolean alone = Files.exists(MOUNTS.resolve("cgroup.controllers"));
      return Optional.of(alone ? MOUNTS : MOUNTS.resolve("unified"));
    }
    return Optional.ofNullable(HIERARCHIES.get(controllers)).map(MOUNTS::resolve);
  }

  /** The same for the same folder, and another one for each other folder of the machine. */
  private static String name(Path rig) {
    try {
      Map<String, Object> file = Files.readAttributes(rig, "unix:dev,ino");
      return "linit-"
          + Long.toHexString((Long) file.get("dev"))
          + "-"
          + Long.toHexString((Long) file.get("ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return "linit-" + Integer.toHexString(rig.hashCode());
    }
  }

  /** Where the groups of the rig are, or will be; empty where there are none. */
  public Optional<Path> home() {
    return home;
  }

  /**
   * Makes the group of {@code service}; gives the file to which a process writes itself to be in
   * it.
   */
  Optional<Path> enter(String service) {
    if (home.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path group = home.get().resolve(service + SUFFIX);
      Files.createDirectories(group);
      return Optional.of(group.resolve(MEMBERS));
    } catch (IOException e) {
      // The marker and the token are enough.
      return Optional.empty();
    }
  }

  /** The services that have a group. */
  Set<String> services() {
    Set<String> services = new TreeSet<>();
    for (Path group : home.map(Cgroups::below).orElse(List.of())) {
      String name = group.getFileName().toString();
      if (name.endsWith(SUFFIX)) {
        services.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    }
    return services;
  }

  /** Which service each process that is in a group belongs to. */
  Map<Long, String> members() {
    Map<Long, String> members = new HashMap<>();
    for (String service : services()) {
      collect(group(service), service, members);
    }
    return members;
  }

  private static void collect(Path group, String service, Map<Long, String> members) {
    try {
      for (String pid : Files.readAllLines(group.resolve(MEMBERS))) {
        members.put(Long.parseLong(pid), service);
      }
    } catch (IOException e) {
      // It has been removed.
    }
    below(group).forEach(child -> collect(child, service, members));
  }

  /** Kills all of {@code service} at once, where the kernel can. */
  void kill(String service) {
    try {
      Path kill = group(service).resolve("cgroup.kill");
      if (Files.exists(kill)) {
        Files.writeString(kill, "1");
      }
    } catch (IOException e) {
      // Each process is killed on its own as well.
    }
  }

  /** Removes the group of {@code service}, and the rig's own one with the last. */
  void remove(String service) {
    remove(group(service));
    home.ifPresent(Cgroups::removeEmpty);
  }

  private static void remove(Path group) {
    below(group).forEach(Cgroups::remove);
    removeEmpty(group);
  }

  private static void removeEmpty(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      // It is in use; the next stop, or the next linitd, tries again.
    }
  }

  private Path group(String service) {
    return home.orElseThrow().resolve(service + SUFFIX);
  }

  private static List<Path> below(Path group) {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(group, Files::isDirectory)) {
      entries.forEach(folders::add);
    } catch (IOException | DirectoryIteratorException e) {
      // There is none, or it has been removed.
    }
    return folders;
  }
}
