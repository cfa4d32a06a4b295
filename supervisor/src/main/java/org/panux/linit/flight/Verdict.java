package org.panux.linit.flight;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.panux.linit.protocol.Text;
import org.panux.linit.protocol.Version;

/** What is said of a replay, and its exit code. */
public final class Verdict {
  private static final int SAME = 0;
  private static final int DIFFERENT = 1;
  private static final int UNUSABLE = 2;

  private Verdict() {}

  /**
   * Replays {@code file}.
   *
   * @param say takes what is wrong with the file
   * @return the exit code
   */
  public static int of(Path file, PrintStream out, Consumer<String> say) {
    try {
      return of(file, Replay.of(file), out);
    } catch (Replay.Unusable e) {
      say.accept("cannot replay " + file + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      say.accept("cannot replay " + file + ": there is no such file");
    } catch (IOException e) {
      say.accept("cannot replay " + file + ": " + e.getMessage());
    }
    return UNUSABLE;
  }

  static int of(Path file, Replay.Result result, PrintStream out) {
    if (!result.version().equals(Version.current())) {
      out.println(
          file
              + " is of linitd "
              + Text.printable(result.version())
              + ", and this is linitd "
              + Version.current());
    }
    if (result.difference().isEmpty()) {
      String cut = result.cut() ? "; the last line was not written to its end" : "";
      out.println(
          file
              + ": "
              + result.events()
              + " events of "
              + result.parts()
              + " parts, the same decisions"
              + cut);
      return SAME;
    }
    Replay.Difference difference = result.difference().get();
    out.println(
        file
            + ", line "
            + difference.line()
            + ": "
            + Text.printable(difference.who())
            + " decides otherwise");
    out.println("  event     " + Text.printable(difference.event()));
    out.println("  recorded  " + Text.printable(difference.recorded()));
    out.println("  now       " + Text.printable(difference.now()));
    return DIFFERENT;
  }
}
