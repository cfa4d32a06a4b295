package org.panux.pkgen.make;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.Text;

/**
 * The makefile that builds the packages of a file. It runs in an empty folder beside {@code
 * src.tar}, and leaves {@code tars/NAME.tar.gz}.
 */
public final class Makefile {
  /** The time of every file in a package, in seconds since 1970: the day of the format. */
  private static final long TIME = 1_500_000_000L;

  private final StringBuilder text = new StringBuilder();

  private Makefile() {}

  /** The text of the makefile. */
  public static String of(Translation translation) {
    Makefile makefile = new Makefile();
    makefile.write(translation);
    return makefile.text.toString();
  }

  private void write(Translation translation) {
    PackageFile file = translation.file();
    Collection<String> names = file.packages().keySet();
    line("# Made by pkgen for " + file.name() + " " + file.version() + "-" + file.build() + ".");
    line("ARCH := " + translation.host().name());
    line("BUILDARCH := " + translation.build().name());
    line("TAR ?= tar");
    line("SOURCE_DATE_EPOCH ?= " + TIME);
    line("SHELL := /bin/sh");
    if (file.oneShell()) {
      line(".ONESHELL:");
      line(".SHELLFLAGS := -exc");
      line(".SILENT:");
    }
    line(
        "# What names $(MAKE) would run even where only asked for (-n), with all that is beside it.");
    line("ifneq (,$(findstring n,$(firstword -$(MAKEFLAGS))))");
    line("SHELL := /bin/true");
    line("endif");
    line(".DELETE_ON_ERROR:");
    line(".NOTPARALLEL:");
    line(".PHONY: all prepare script");
    line("");
    line("all:" + joined(names, " tars/", ".tar.gz"));
    line("");
    line("src.tar:");
    recipe(
        "echo \"there is no src.tar; the makefile of 'pkgen sources --makefile' makes it\" >&2; exit 1");
    line("");
    line("src: src.tar");
    recipe("rm -rf src && mkdir src && $(TAR) -xf src.tar -C src");
    line("");
    line("prepare: src");
    recipe("rm -rf out tars && mkdir -p tars" + joined(names, " out/", ""));
    for (String name : names) {
      recipe(
          "printf '%s\\n'"
              + joined(information(file, name), " '", "'")
              + " >out/"
              + name
              + "/.pkginfo");
    }
    line("");
    line("script: prepare");
    translation.script().lines().forEach(this::recipe);
    for (String name : names) {
      line("");
      archive(name);
    }
  }

  /** The lines of a package's {@code .pkginfo}. */
  static List<String> information(PackageFile file, String name) {
    Collection<String> dependencies = new TreeSet<>();
    file.packages().get(name).stream().map(Text::value).forEach(dependencies::add);
    List<String> lines = new ArrayList<>();
    lines.add("NAME=" + name);
    lines.add("VERSION=" + file.version());
    lines.add("BUILD=" + file.build());
    lines.add("DEPENDENCIES=\"" + String.join(" ", dependencies) + "\"");
    return lines;
  }

  /**
   * Two builds make the same archive: sorted, one owner, one time, and gzip writes none of its own.
   */
  private void archive(String name) {
    line("tars/" + name + ".tar.gz: script");
    recipe(
        "cd out/"
            + name
            + " && test -f .pkginfo && "
            + "{ printf '.pkginfo\\0'; find . -mindepth 1 ! -path ./.pkginfo -printf '%P\\0' | LC_ALL=C sort -z; } | "
            + "$(TAR) --null --verbatim-files-from --no-recursion --owner=0 --group=0 --numeric-owner "
            + "--mtime=@$(SOURCE_DATE_EPOCH) --format=gnu -b 1 -cf ../../tars/"
            + name
            + ".tar -T - && "
            + "gzip -9nf ../../tars/"
            + name
            + ".tar");
  }

  private static String joined(Collection<String> words, String before, String after) {
    StringBuilder all = new StringBuilder();
    words.forEach(word -> all.append(before).append(word).append(after));
    return all.toString();
  }

  private void recipe(String line) {
    line("\t" + line);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
