package org.panux.pkgen.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.panux.pkgen.source.Source;
import org.panux.pkgen.source.SourcesMakefile;

/** Fetches sources on the host, into a cache that all packages share. */
public final class Fetcher {
  private final Path cache;
  private final int parallel;

  public Fetcher(Path cache, int parallel) {
    this.cache = cache;
    this.parallel = parallel;
  }

  /** The cache of this person: PKGEN_CACHE, or pkgen's folder where programs keep caches. */
  public static Path usualCache() {
    String own = System.getenv("PKGEN_CACHE");
    if (own != null && !own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String all = System.getenv("XDG_CACHE_HOME");
    return all != null && all.startsWith("/")
        ? Path.of(all, "pkgen")
        : Path.of(System.getenv().getOrDefault("HOME", "/root"), ".cache", "pkgen");
  }

  /** Takes sources that lie in a folder already, by their names, into the cache. */
  public void take(List<Source> sources, Path folder) throws IOException, Problem {
    Files.createDirectories(cache);
    for (Source source : sources) {
      Path file = folder.resolve(source.name());
      Path kept = cache.resolve(source.key());
      if (source.kind() != Source.Kind.WEB || !Files.isRegularFile(file) || Files.exists(kept)) {
        continue;
      }
      if (source.sha256().isPresent() && !sha256(file).equals(source.sha256().get())) {
        throw new Problem(
            Problem.UNFETCHED,
            file + ": its SHA-256 is " + sha256(file) + " and should be " + source.sha256().get());
      }
      Path part =
          Files.copy(
              file, cache.resolve(source.key() + ".taken"), StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Fetches what is missing; {@code src.tar} in the folder then holds all of it. */
  public void fetch(List<Source> sources, Path folder, String name) throws IOException, Problem {
    Run.need("make", "install it (Debian: apt-get install make)");
    if (sources.stream().anyMatch(source -> source.kind() == Source.Kind.WEB)) {
      Run.need("curl", "install it (Debian: apt-get install curl)");
    }
    if (sources.stream().anyMatch(source -> source.kind() == Source.Kind.GIT)) {
      Run.need("git", "install it (Debian: apt-get install git)");
    }
    Files.createDirectories(cache);
    Files.deleteIfExists(folder.resolve("src.tar"));
    Files.writeString(folder.resolve("sources.mk"), SourcesMakefile.of(sources, cache));
    List<String> command =
        List.of("make", "-f", "sources.mk", "-j" + parallel, "-k", "-s", "--no-print-directory");
    Progress progress = Progress.of(cache, sources);
    int code = Run.shown(command, folder);
    progress.end();
    if (code != 0) {
      throw new Problem(Problem.UNFETCHED, name + ": sources are missing");
    }
  }

  /** SHA-256 of a file, in hexadecimal digits. */
  public static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
