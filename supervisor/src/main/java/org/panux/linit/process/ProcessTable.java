package org.panux.linit.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads, from {@code /proc}, to which service a process belongs: by its control group, its marker
 * or the token in its environment, or as a descendant of one that has any of them.
 *
 * <p>An owner is the beginning of a token: instance, service, and where it is known the run.
 */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final String ENTRY = RunToken.VARIABLE + "=";
  private static final long SELF = ProcessHandle.current().pid();

  /** How often to look whether a process has become a program; each look takes some 20 µs. */
  private static final int MAX_LOOKS = 10_000;

  /** How often to list the pids in a look: a machine may start processes without an end. */
  private static final int MAX_LISTINGS = 100;

  private final Markers markers;
  private final Cgroups groups;
  private final Optional<WarmShells> warm;

  public ProcessTable(Markers markers, Cgroups groups) {
    this(markers, groups, Optional.empty());
  }

  /**
   * @param warm the shells that stay, where there are any
   */
  public ProcessTable(Markers markers, Cgroups groups, Optional<WarmShells> warm) {
    this.markers = markers;
    this.groups = groups;
    this.warm = warm;
  }

  /**
   * What there is at the moment.
   *
   * @param owners whose each process is that is anybody's
   */
  record Look(Map<ProcessIdentity, String> owners, Set<ProcessIdentity> alive) {
    static final Look NONE = new Look(Map.of(), Set.of());

    /** Those whose owner begins with {@code prefix}. */
    Set<ProcessIdentity> of(String prefix) {
      Set<ProcessIdentity> found = new HashSet<>();
      owners.forEach(
          (process, owner) -> {
            if (owner.startsWith(prefix)) {
              found.add(process);
            }
          });
      return found;
    }
  }

  /**
   * Looks at every process but this one. What cannot be read is passed over.
   *
   * <p>One that starts another and ends between the listing of the pids and the look at its own
   * would not be seen, nor would the other. So what has come meanwhile is looked at too, until
   * nothing has: whoever lives then has been looked at.
   */
  Look look() {
    Map<Long, ProcStat> all = new HashMap<>();
    Map<Long, String> owners = new HashMap<>();
    Set<Long> known = new HashSet<>();
    Set<Long> come = pids();
    for (int i = 0; i < MAX_LISTINGS && !come.isEmpty(); i++) {
      Map<Long, String> members = groups.members();
      for (long pid : come) {
        // What has ended is nobody's, and what the kernel runs for itself neither.
        ProcStat.of(pid)
            .filter(stat -> !stat.ended() && !stat.kernel() && pid != SELF)
            .ifPresent(
                stat -> {
                  all.put(pid, stat);
                  owner(stat, members).ifPresent(owner -> owners.put(pid, owner));
                });
      }
      known.addAll(come);
      come = pids();
      come.removeAll(known);
    }
    Map<ProcessIdentity, String> found = new HashMap<>();
    Set<ProcessIdentity> alive = new HashSet<>();
    for (ProcStat stat : all.values()) {
      alive.add(stat.identity());
      ProcStat ancestor = stat;
      while (ancestor != null && !owners.containsKey(ancestor.pid())) {
        ancestor = all.get(ancestor.parent());
      }
      if (ancestor != null) {
        found.put(stat.identity(), owners.get(ancestor.pid()));
      }
    }
    return new Look(found, alive);
  }

  /** Every process whose owner begins with {@code prefix}, with that owner. */
  public Map<ProcessIdentity, String> owned(String prefix) {
    Map<ProcessIdentity, String> owned = new HashMap<>(look().owners());
    owned.values().removeIf(owner -> !owner.startsWith(prefix));
    return owned;
  }

  /** Whether a control group is there for any service: another linitd has not ended in order. */
  public boolean anyGroup() {
    return !groups.services().isEmpty();
  }

  private static Set<Long> pids() {
    Set<Long> pids = new HashSet<>();
    try (DirectoryStream<Path> folders = processes()) {
      for (Path folder : folders) {
        pids.add(Long.parseLong(folder.getFileName().toString()));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What was read before is still true.
    }
    return pids;
  }

  private static DirectoryStream<Path> processes() throws IOException {
    while (true) {
      try {
        return Files.newDirectoryStream(PROC, "[0-9]*");
      } catch (IOException e) {
        if (!ProcFile.awaitDescriptor() && !Files.isReadable(PROC)) {
          throw e;
        }
      }
    }
  }

  /**
   * The process {@code pid}, where it belongs to {@code service} by its marker, its token or those
   * of an ancestor. Cheaper than a look: for what a pid file names.
   */
  public Optional<ProcessIdentity> belonging(long pid, String service) {
    Optional<ProcStat> stat = ProcStat.of(pid).filter(it -> !it.ended());
    Map<Long, String> members = groups.members();
    Optional<ProcStat> ancestor = stat;
    while (ancestor.isPresent() && ancestor.get().pid() != SELF) {
      Optional<String> owner = owner(ancestor.get(), members);
      if (owner.isPresent()) {
        return stat.map(ProcStat::identity)
            .filter(it -> owner.get().startsWith(markers.prefix(service)));
      }
      ancestor = ProcStat.of(ancestor.get().parent());
    }
    return Optional.empty();
  }

  /**
   * The token says more than the marker, and a script that has only just begun has the token alone:
   * its marker may be that of a service in which linitd itself runs.
   */
  private Optional<String> owner(ProcStat stat, Map<Long, String> members) {
    Optional<String> token = token(stat);
    if (token.isPresent()) {
      // A shell that stays has forked it: what it is now, its marker tells.
      return WarmShells.isWarm(token.get()) ? markers.owner(stat.pid()).or(() -> token) : token;
    }
    String service = members.get(stat.pid());
    return service == null ? markers.owner(stat.pid()) : Optional.of(markers.prefix(service));
  }

  /** Kills, as one, all that are in a control group of those whose owner begins with this. */
  void kill(String prefix) {
    grouped(prefix).forEach(groups::kill);
  }

  /** Removes what groups there are for them, after they have ended. */
  void forget(String prefix) {
    grouped(prefix).forEach(groups::remove);
  }

  private List<String> grouped(String prefix) {
    return groups.services().stream().filter(it -> markers.prefix(it).startsWith(prefix)).toList();
  }

  /** The token in the environment. */
  private static Optional<String> token(ProcStat stat) {
    try {
      String environment = environment(stat);
      if (environment.startsWith(ENTRY)) {
        return Optional.of(value(environment, ENTRY.length()));
      }
      int at = environment.indexOf("\0" + ENTRY);
      return at < 0 ? Optional.empty() : Optional.of(value(environment, at + 1 + ENTRY.length()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * While a process becomes another program it has no environment, and would not be seen as one of
   * ours. That is over in a moment.
   */
  private static String environment(ProcStat stat) throws IOException {
    String environment = environment(stat.pid());
    for (int i = 0; i < MAX_LOOKS && environment.isEmpty() && becoming(stat.pid()); i++) {
      Thread.yield();
      environment = environment(stat.pid());
    }
    // It may have become one between the two reads.
    return environment.isEmpty() ? environment(stat.pid()) : environment;
  }

  private static boolean becoming(long pid) {
    return ProcStat.of(pid).filter(ProcStat::becoming).isPresent();
  }

  private static String environment(long pid) throws IOException {
    try (InputStream in = ProcFile.open("/proc/" + pid + "/environ")) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String value(String environment, int from) {
    int end = environment.indexOf('\0', from);
    return environment.substring(from, end < 0 ? environment.length() : end);
  }

  /** The shell that stays whose own token that is. */
  public Optional<WarmShell> shell(RunToken token) {
    return warm.flatMap(shells -> shells.of(token));
  }

  /** The token of {@code pid}, or of its nearest ancestor that carries one: a proof, if any is. */
  public Optional<RunToken> owner(long pid) {
    Optional<ProcStat> stat = ProcStat.of(pid);
    while (stat.isPresent()) {
      Optional<RunToken> token = token(stat.get()).flatMap(RunToken::of);
      if (token.isPresent()) {
        Optional<String> marked = markers.owner(stat.get().pid());
        return warm.isPresent() ? warm.get().meant(token.get(), marked) : token;
      }
      stat = ProcStat.of(stat.get().parent());
    }
    return Optional.empty();
  }
}
