package org.panux.linit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads, from {@code /proc}, to which script run a process belongs. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final String ENTRY = RunToken.VARIABLE + "=";

  /** How often to look whether a process has become a program; each look takes some 20 µs. */
  private static final int MAX_LOOKS = 10_000;

  /** Places in {@code stat}, counted from the state: size in memory, end of the environment. */
  private static final int SIZE = 20;

  private static final int ENVIRONMENT_END = 48;

  private ProcessTable() {}

  /**
   * Every process that carries a token, or descends from one that does, with that token. What
   * cannot be read (another user's) is passed over.
   */
  static Map<ProcessHandle, String> tokens() {
    Map<Long, String> tokens = new HashMap<>();
    Map<Long, Long> parents = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        long pid = Long.parseLong(folder.getFileName().toString());
        token(pid)
            .ifPresentOrElse(
                token -> tokens.put(pid, token),
                () ->
                    ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .ifPresent(parent -> parents.put(pid, parent.pid())));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What was read before is still true.
    }
    Map<ProcessHandle, String> found = new HashMap<>();
    tokens.forEach((pid, token) -> ProcessHandle.of(pid).ifPresent(it -> found.put(it, token)));
    for (long pid : parents.keySet()) {
      Long ancestor = pid;
      while (ancestor != null && !tokens.containsKey(ancestor)) {
        ancestor = parents.get(ancestor);
      }
      if (ancestor != null) {
        String token = tokens.get(ancestor);
        ProcessHandle.of(pid).ifPresent(it -> found.put(it, token));
      }
    }
    return found;
  }

  /** Who of {@code processes} still runs; one that only waits to be reaped does not. */
  static Set<ProcessHandle> alive(Set<ProcessHandle> processes) {
    Set<ProcessHandle> alive = new HashSet<>();
    for (ProcessHandle process : processes) {
      if (process.isAlive() && !isZombie(process.pid())) {
        alive.add(process);
      }
    }
    return alive;
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = read(pid, "stat");
      // The state follows the name, which is in brackets and may hold any character.
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return true;
    }
  }

  /** The token in the environment of {@code pid}. */
  private static Optional<String> token(long pid) {
    try {
      String environment = environment(pid);
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
  private static String environment(long pid) throws IOException {
    String environment = read(pid, "environ");
    for (int i = 0; i < MAX_LOOKS && environment.isEmpty() && becomesProgram(pid); i++) {
      Thread.yield();
      environment = read(pid, "environ");
    }
    // It may have become one between the two reads.
    return environment.isEmpty() ? read(pid, "environ") : environment;
  }

  /** Whether it has memory, and the kernel has not yet laid out its environment there. */
  private static boolean becomesProgram(long pid) throws IOException {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return !fields[SIZE].equals("0") && fields[ENVIRONMENT_END].equals("0");
  }

  private static String read(long pid, String file) throws IOException {
    return Files.readString(
        PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
  }

  private static String value(String environment, int from) {
    int end = environment.indexOf('\0', from);
    return environment.substring(from, end < 0 ? environment.length() : end);
  }

  /** The token of {@code pid}, or of its nearest ancestor that carries one. */
  public static Optional<RunToken> owner(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    while (process.isPresent()) {
      Optional<RunToken> token = token(process.get().pid()).flatMap(RunToken::of);
      if (token.isPresent()) {
        return token;
      }
      process = process.get().parent();
    }
    return Optional.empty();
  }
}
