package org.panux.linit.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.panux.linit.ctl.Linitctl;

/**
 * The pages about rigs that something went wrong with, where a build keeps what it makes: below the
 * folder that the system property {@value #PROPERTY} names, otherwise {@code target/linit-rig} or
 * {@code build/linit-rig}, whichever build it is, otherwise the folder for temporary files.
 */
final class RigReports {
  private static final String PROPERTY = "linit.rig.reports";
  private static final String OURS = "linit-rig";
  private static final List<String> BUILDS = List.of("target", "build");
  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

  private RigReports() {}

  private static Path folder() {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return Path.of(named);
    }
    for (String build : BUILDS) {
      if (Files.isDirectory(Path.of(build))) {
        return Path.of(build, OURS);
      }
    }
    return Path.of(System.getProperty("java.io.tmpdir"), OURS + "-reports");
  }

  /**
   * Writes the next page of {@code label}, and says in a line where it is, or why there is none.
   */
  static String write(Path socket, String label) {
    int number = COUNTS.computeIfAbsent(label, it -> new AtomicInteger()).incrementAndGet();
    Path page = folder().toAbsolutePath().normalize().resolve(label + "-" + number + ".html");
    try {
      Files.createDirectories(page.getParent());
    } catch (IOException e) {
      return "there is no report: cannot write to " + page.getParent();
    }
    ByteArrayOutputStream problem = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(problem, true, StandardCharsets.UTF_8);
    PrintStream out = new PrintStream(OutputStream.nullOutputStream());
    int code = Linitctl.run(socket, out, err, List.of("report", page.toString()));
    return code == 0
        ? "the report: " + page
        : "there is no report: " + problem.toString(StandardCharsets.UTF_8).strip();
  }
}
