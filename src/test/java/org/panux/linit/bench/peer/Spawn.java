package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.Shape;

/** What starting the shells costs alone: a program in C that spawns them, two at a time. */
public final class Spawn implements Peer {
  private static final String LIST = "list";

  private final Path program;

  /** The compiled program. */
  public Spawn(Path program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "posix_spawn in C, 2 at a time, no order";
  }

  @Override
  public boolean expresses(Shape shape) {
    // It has no order: the other shapes would be the same again.
    return shape == Shape.FAN;
  }

  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public boolean stays() {
    return false;
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    List<String> files =
        graph.startable().stream()
            .map(scripts::command)
            .map(command -> command.substring(command.indexOf(' ') + 1))
            .toList();
    Files.write(folder.resolve(LIST), files);
  }

  @Override
  public String launch(Path folder) {
    return program + " " + folder.resolve(LIST);
  }
}
