package org.panux.linit.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.ExitCode;

/**
 * The verb {@code help}. Its texts are files, {@code help/VERB.txt}, so that no other verb loads
 * them; tests hold them against what {@link Verb} and {@link CommandLine} really do.
 */
final class Help {
  private Help() {}

  static int run(Linitctl ctl) {
    List<String> words = ctl.line().names();
    if (words.isEmpty()) {
      ctl.out().print(overview());
    }
    String between = "";
    for (String word : words) {
      Optional<Verb> verb = Verb.of(word);
      if (verb.isEmpty()) {
        ctl.out().flush();
        return ctl.unknownVerb(word);
      }
      ctl.out().print(between + of(verb.get()));
      between = "\n";
    }
    return ExitCode.DONE;
  }

  /** All verbs, each with a line. */
  static String overview() {
    return text("overview");
  }

  /** All about one verb. */
  static String of(Verb verb) {
    return text(verb.word());
  }

  private static String text(String name) {
    try (InputStream in = Help.class.getResourceAsStream("help/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("there is no help/" + name + ".txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
