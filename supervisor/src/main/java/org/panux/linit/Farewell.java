package org.panux.linit;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.panux.linit.model.Ending;
import org.panux.linit.process.OwnCommand;

/**
 * What is left to do before a machine is switched off, when everything has stopped: the programs in
 * {@code shutdown.d}, one after the other, in the order of their names, and then the command that
 * does it.
 */
final class Farewell {
  private final Path folder;
  private final Map<String, String> environment;
  private final Consumer<String> say;

  Farewell(Rig rig, Map<String, String> environment, Consumer<String> say) {
    this.folder = rig.root().resolve("shutdown.d");
    this.environment = environment;
    this.say = say;
  }

  /** Gives whether the command did what it should; a program that fails holds up nothing. */
  boolean run(Ending ending, Settings settings) {
    String word = ending.name().toLowerCase(Locale.ROOT);
    for (Path hook : hooks()) {
      run(List.of(hook.toString(), word), settings.stopTimeout());
    }
    return run(settings.endings().get(ending), Duration.ZERO);
  }

  private boolean run(List<String> words, Duration limit) {
    Optional<String> problem =
        OwnCommand.run(words, environment, limit).toCompletableFuture().join();
    problem.ifPresent(say);
    return problem.isEmpty();
  }

  private List<Path> hooks() {
    List<Path> hooks = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return hooks;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          hooks.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      say.accept("cannot read " + folder + ": " + e.getMessage());
    }
    hooks.sort(null);
    return hooks;
  }
}
