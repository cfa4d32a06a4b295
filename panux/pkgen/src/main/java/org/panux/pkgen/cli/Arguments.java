package org.panux.pkgen.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.make.Arch;
import org.panux.pkgen.template.Near;

/**
 * The words after a command.
 *
 * @param options with their values; of those that have none it is {@code ""}
 */
record Arguments(Map<String, String> options, List<Path> paths) {
  private static final Set<String> WITHOUT_VALUE =
      Set.of("--alone", "--makefile", "--mermaid", "--again");

  /** Reads words; an option that the command does not have is a problem. */
  static Arguments of(String command, Set<String> known, List<String> words) throws Problem {
    Map<String, String> options = new HashMap<>();
    List<Path> paths = new ArrayList<>();
    boolean all = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (all || !word.startsWith("-")) {
        paths.add(Path.of(word));
      } else if (word.equals("--")) {
        all = true;
      } else {
        String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        if (!known.contains(name)) {
          throw new Problem(
              Problem.USAGE,
              command
                  + " has no option '"
                  + name
                  + "'"
                  + Near.hint(name, known, "")
                  + "; see 'pkgen help'");
        }
        if (WITHOUT_VALUE.contains(name)) {
          options.put(name, "");
        } else if (word.contains("=")) {
          options.put(name, word.substring(name.length() + 1));
        } else if (i + 1 < words.size()) {
          i++;
          options.put(name, words.get(i));
        } else {
          throw new Problem(Problem.USAGE, "the option '" + name + "' needs a value");
        }
      }
    }
    return new Arguments(options, paths);
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<Path> path(String option) {
    return Optional.ofNullable(options.get(option)).map(Path::of);
  }

  /** A number from 1 on. */
  Optional<Long> number(String option) throws Problem {
    String value = options.get(option);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.matches("[1-9][0-9]{0,17}")) {
      throw new Problem(
          Problem.USAGE, "'" + option + " " + value + "': this has to be a number, 1 or more");
    }
    return Optional.of(Long.parseLong(value));
  }

  Arch arch() throws Problem {
    String name = options.get("--arch");
    if (name == null) {
      return Arch.here();
    }
    List<String> known = Arch.ALL.stream().map(Arch::name).toList();
    return Arch.of(name)
        .orElseThrow(
            () ->
                new Problem(
                    Problem.USAGE,
                    "'--arch "
                        + name
                        + "' is not known; it is one of "
                        + String.join(", ", known)));
  }
}
