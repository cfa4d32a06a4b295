package org.panux.pkgen.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.build.Run;
import org.panux.pkgen.make.Arch;

/**
 * A folder of archives, which an index makes a repository. docs/PANUX.md says what the index looks
 * like.
 */
public final class Repository {
  private static final String FORMAT = "lpkg-index 1 ";

  private final Path folder;
  private final SortedMap<String, Archive> archives = new TreeMap<>();

  private Repository(Path folder) {
    this.folder = folder;
  }

  /** Looks at all archives of a folder. */
  public static Repository read(Path folder) throws IOException, Problem {
    if (!Files.isDirectory(folder)) {
      throw new Problem(
          Problem.WRONG, folder + " is no folder; name the one that the archives are in");
    }
    Repository repository = new Repository(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(path -> path.toString().endsWith(".tar.gz")).sorted().toList()) {
        Archive archive = Archive.read(file);
        Archive other = repository.archives.put(archive.name(), archive);
        if (other != null) {
          throw new Problem(
              Problem.WRONG,
              folder
                  + " has two archives of "
                  + archive.name()
                  + ", "
                  + other.file()
                  + " and "
                  + archive.file()
                  + "; remove the older one");
        }
      }
    }
    return repository;
  }

  /** How many packages there are. */
  public int size() {
    return archives.size();
  }

  /** What packages depend on that this repository does not have. */
  public List<String> foreign() {
    TreeSet<String> names = new TreeSet<>();
    archives.values().forEach(archive -> names.addAll(archive.dependencies()));
    names.removeAll(archives.keySet());
    return List.copyOf(names);
  }

  /**
   * Writes the index, and signs it where there is a key.
   *
   * @param serial a number that is larger than the one before; empty for the time
   * @return the number
   */
  public long write(Arch arch, Optional<Long> serial, Optional<Path> key)
      throws IOException, Problem {
    long before = serialBefore();
    long number = serial.orElse(Math.max(before + 1, System.currentTimeMillis() / 1000));
    if (number <= before) {
      throw new Problem(
          Problem.WRONG,
          "the index of "
              + folder
              + " has the serial "
              + before
              + ", so the next one has to be larger");
    }
    Path fresh = folder.resolve("index.new");
    Path signature = folder.resolve("index.new.minisig");
    Files.writeString(fresh, text(arch, number));
    Files.deleteIfExists(signature);
    if (key.isPresent()) {
      sign(fresh, signature, key.get(), number);
      Files.move(signature, folder.resolve("index.minisig"), StandardCopyOption.REPLACE_EXISTING);
    } else {
      // An older signature would belong to an older index.
      Files.deleteIfExists(folder.resolve("index.minisig"));
    }
    Files.move(fresh, folder.resolve("index"), StandardCopyOption.REPLACE_EXISTING);
    return number;
  }

  private String text(Arch arch, long serial) {
    StringBuilder text = new StringBuilder(FORMAT + serial + " " + arch.name() + "\n");
    for (Archive archive : archives.values()) {
      List<String> words = new ArrayList<>();
      words.add(archive.name());
      words.add(archive.version());
      words.add(String.valueOf(archive.build()));
      words.add(String.valueOf(archive.size()));
      words.add(archive.sha256());
      words.add(archive.file());
      words.addAll(archive.dependencies());
      text.append(String.join(" ", words)).append('\n');
    }
    return text.toString();
  }

  private long serialBefore() throws IOException {
    Path index = folder.resolve("index");
    if (!Files.exists(index)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(index)) {
      String first = lines.findFirst().orElse("");
      String number =
          first.startsWith(FORMAT) ? first.substring(FORMAT.length()).split(" ")[0] : "";
      return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }
  }

  private void sign(Path file, Path signature, Path key, long serial) throws IOException, Problem {
    Run.need("minisign", "install it (Debian: apt-get install minisign), or leave out --key");
    if (!Files.isReadable(key)) {
      throw new Problem(
          Problem.MISSING,
          "there is no key " + key + "; make one with 'minisign -G -W -p repo.pub -s repo.sec'");
    }
    // minisign asks for a password where the key has one.
    int code =
        Run.quiet(
            List.of(
                "minisign",
                "-S",
                "-s",
                key.toString(),
                "-m",
                file.toString(),
                "-x",
                signature.toString(),
                "-c",
                "index of a repository",
                "-t",
                "lpkg-index " + serial));
    if (code != 0) {
      throw new Problem(Problem.FAILED, "minisign did not sign the index of " + folder);
    }
  }
}
