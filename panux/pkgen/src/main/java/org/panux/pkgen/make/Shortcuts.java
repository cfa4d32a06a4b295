package org.panux.pkgen.make;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panux.pkgen.template.Function;
import org.panux.pkgen.template.Function.Refused;

/**
 * The functions of package files. Each gives one line of shell: two commands are in parentheses, so
 * that the line does the same within others, under {@code set -e} and without.
 */
final class Shortcuts {
  private static final int ANY = Function.ANY;

  private final String version;
  private final Arch host;
  private final Arch build;

  private Shortcuts(String version, Arch host, Arch build) {
    this.version = version;
    this.host = host;
    this.build = build;
  }

  /** The functions for a version, built for host on build. */
  static Map<String, Function> of(String version, Arch host, Arch build) {
    Shortcuts shortcuts = new Shortcuts(version, host, build);
    return Stream.of(
            function("extract", 2, 2, shortcuts::extract),
            function("pkmv", 3, 3, Shortcuts::pkmv),
            function("mvman", 1, 1, Shortcuts::mvman),
            function("configure", 1, ANY, shortcuts::configure),
            function("make", 1, ANY, Shortcuts::make),
            function("confflags", 0, 0, words -> shortcuts.confflags()),
            function("confarch", 0, 0, words -> build.autotools()),
            function("hostarch", 0, 0, words -> host.name()),
            function("buildarch", 0, 0, words -> build.name()))
        .collect(Collectors.toMap(Function::name, function -> function));
  }

  private static Function function(String name, int least, int most, Function.TextBody body) {
    return Function.ofTexts(name, least, most, body);
  }

  private String extract(List<String> words) throws Refused {
    String name = word(words.get(0));
    String unpacked = name + "-" + version;
    return "(tar -xf src/"
        + unpacked
        + ".tar."
        + word(words.get(1))
        + " && mv "
        + unpacked
        + " "
        + name
        + ")";
  }

  private static String pkmv(List<String> words) throws Refused {
    String file = word(words.get(0)).replaceFirst("^/+", "").replaceFirst("/+$", "");
    int slash = file.lastIndexOf('/');
    String folder = "out/" + word(words.get(2)) + (slash < 0 ? "" : "/" + file.substring(0, slash));
    return "(mkdir -p "
        + folder
        + " && mv out/"
        + word(words.get(1))
        + "/"
        + file
        + " "
        + folder
        + "/)";
  }

  private static String mvman(List<String> words) throws Refused {
    String name = word(words.get(0));
    return pkmv(List.of("usr/share/man", name, name + "-man"));
  }

  private String configure(List<String> words) throws Refused {
    String folder = word(words.get(0));
    return "(cd "
        + folder
        + " && ./configure "
        + confflags()
        + " --prefix=/usr --sysconfdir=/etc --mandir=/usr/share/man --localstatedir=/var"
        + rest(words)
        + ")";
  }

  private static String make(List<String> words) throws Refused {
    return "$(MAKE) -C " + word(words.get(0)) + rest(words);
  }

  private String confflags() {
    return "--build="
        + build.autotools()
        + "-pc-linux-musl --host="
        + host.autotools()
        + "-pc-linux-musl";
  }

  private static String rest(List<String> words) {
    return words.stream().skip(1).map(word -> " " + word).collect(Collectors.joining());
  }

  /** A name or path that a shell takes as one word; it may hold a pattern. */
  private static String word(String word) throws Refused {
    if (word.isEmpty()) {
      throw new Refused("a name is empty");
    }
    if (word.chars().anyMatch(c -> Character.isWhitespace(c) || ";&|<>()'\"`\\#".indexOf(c) >= 0)) {
      throw new Refused("'" + word + "' would be more than one word for the shell");
    }
    return word;
  }
}
