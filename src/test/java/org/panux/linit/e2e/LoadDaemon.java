package org.panux.linit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a linitd holds: memory that is in use after a collection, and descriptors. */
record LoadDaemon(long heapBytes, long descriptors) {
  /** The collector fills gaps that it leaves with arrays of numbers, of which linitd has few. */
  private static final String FILLER = "[I";

  static LoadDaemon of(Daemon linitd) {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    String pid = Long.toString(linitd.pid());
    // A histogram of what lives collects first.
    long heap =
        Command.run(jcmd, pid, "GC.class_histogram")
            .out()
            .lines()
            .map(line -> line.strip().split(" +"))
            .filter(
                columns ->
                    columns.length > 3 && columns[0].endsWith(":") && !columns[3].equals(FILLER))
            .mapToLong(columns -> Long.parseLong(columns[2]))
            .sum();
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return new LoadDaemon(heap, open.count());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return "%.1f MB in use, %d descriptors".formatted(heapBytes / 1e6, descriptors);
  }
}
