package org.panux.pkgen.repo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.panux.pkgen.build.Fetcher;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.file.Names;

/**
 * A package's archive, of which everything has been looked at.
 *
 * @param size in bytes
 */
record Archive(
    String file,
    String name,
    String version,
    long build,
    List<String> dependencies,
    long size,
    String sha256) {
  private static final Pattern LINE = Pattern.compile("([A-Z]+)=\"?([^\"]*)\"?");

  /** Files, hard and symbolic links, folders. */
  private static final String KINDS = "\0" + "0125";

  private static final int LARGEST_INFORMATION = 1 << 16;

  /** Reads an archive; what lpkg would refuse is a problem here. */
  static Archive read(Path path) throws IOException, Problem {
    Map<String, String> information = null;
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GzipCompressorInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        check(path, entry);
        if (information == null) {
          if (!entry.getName().equals(".pkginfo") || entry.getSize() > LARGEST_INFORMATION) {
            throw wrong(path, "does not begin with .pkginfo, so pkgen has not built it");
          }
          information = information(path, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw wrong(path, "is damaged, or is no archive: " + e.getMessage());
    }
    if (information == null) {
      throw wrong(path, "is empty");
    }
    return archive(path, information);
  }

  private static Archive archive(Path path, Map<String, String> information)
      throws IOException, Problem {
    String name = information.getOrDefault("NAME", "");
    String version = information.getOrDefault("VERSION", "");
    String build = information.getOrDefault("BUILD", "1");
    List<String> dependencies =
        Stream.of(information.getOrDefault("DEPENDENCIES", "").split(" "))
            .filter(word -> !word.isEmpty())
            .sorted()
            .distinct()
            .toList();
    for (String word : Stream.concat(Stream.of(name), dependencies.stream()).toList()) {
      if (Names.wrongName(word).isPresent()) {
        throw wrong(path, "its .pkginfo is wrong: " + Names.wrongName(word).get());
      }
    }
    if (Names.wrongVersion(version).isPresent() || !build.matches("[0-9]{1,9}")) {
      throw wrong(path, "its .pkginfo has no usable VERSION or BUILD");
    }
    String file = name + "-" + version + "-" + Long.parseLong(build) + ".tar.gz";
    if (!path.getFileName().toString().equals(file)) {
      throw wrong(path, "has the wrong name; of what is in it that is " + file);
    }
    return new Archive(
        file,
        name,
        version,
        Long.parseLong(build),
        dependencies,
        Files.size(path),
        Fetcher.sha256(path));
  }

  private static void check(Path path, TarArchiveEntry entry) throws Problem {
    String name = entry.getName();
    if (hostile(name)) {
      throw wrong(path, "holds the hostile name '" + printable(name) + "'");
    }
    if (KINDS.indexOf(entry.getLinkFlag()) < 0) {
      throw wrong(path, "holds '" + printable(name) + "', which is no file, folder or link");
    }
    if (entry.isLink() && hostile(entry.getLinkName())) {
      throw wrong(path, "holds '" + printable(name) + "', a link out of the package");
    }
  }

  private static boolean hostile(String name) {
    return name.isEmpty()
        || name.startsWith("/")
        || name.chars().anyMatch(Character::isISOControl)
        || Stream.of(name.split("/")).anyMatch(part -> part.equals("..") || part.equals("."));
  }

  private static Map<String, String> information(Path path, String text) throws Problem {
    Map<String, String> values = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw wrong(path, "its .pkginfo has a line that is no KEY=VALUE");
      }
      values.put(matcher.group(1), matcher.group(2));
    }
    return values;
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private static Problem wrong(Path path, String message) {
    return new Problem(Problem.WRONG, path + " " + message);
  }
}
