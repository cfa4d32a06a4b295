package org.panux.pkgen.fuzz;

import java.nio.file.Path;
import org.panux.pkgen.file.InvalidFile;
import org.panux.pkgen.file.Mistake;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.PackageReader;
import org.panux.pkgen.make.Arch;
import org.panux.pkgen.make.Makefile;
import org.panux.pkgen.make.Translation;
import org.panux.pkgen.source.SourcesMakefile;

/** A package file: makefiles, or mistakes of one line each with their places. */
public final class YamlFuzz {
  private static final Path FILE = Path.of("/tree/pkgen.yaml");

  private YamlFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    try {
      PackageFile file = PackageReader.read(FILE, data);
      Translation translation = Translation.of(file, Arch.ALL.get(0), Arch.ALL.get(1));
      String makefile = Makefile.of(translation);
      if (!makefile.contains("tars/" + file.name() + ".tar.gz")) {
        throw new AssertionError("nothing is made");
      }
      SourcesMakefile.of(translation.sources(), Path.of("/cache"));
    } catch (InvalidFile e) {
      for (Mistake mistake : e.mistakes()) {
        String text = mistake.toString();
        if (mistake.message().isBlank() || text.chars().anyMatch(Character::isISOControl)) {
          throw new AssertionError("not one clean line: " + text);
        }
      }
    }
  }
}
