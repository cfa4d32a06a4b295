package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.Shape;

/** Something that starts services: how it is told which, launched and asked. */
public interface Peer {
  /** As the tables have it. */
  String name();

  /** The package of Debian that it comes from, or nothing where it is not from there. */
  default Optional<String> debian() {
    return Optional.empty();
  }

  /** It runs in the root of the peers. Otherwise it sees the machine's own files. */
  default boolean inRoot() {
    return debian().isPresent();
  }

  /** Whether it can be told who needs whom in this way. */
  default boolean expresses(Shape shape) {
    return true;
  }

  /** Whether it promises the order; the floor that only spawns does not. */
  default boolean ordered() {
    return true;
  }

  /** Whether it is still there when everything has started. */
  default boolean stays() {
    return true;
  }

  /** Whether it makes control groups. From the others of the root they are hidden. */
  default boolean groups() {
    return false;
  }

  /**
   * Writes what it reads.
   *
   * @param folder empty, at the same path where it runs
   */
  void prepare(Path folder, Graph graph, Scripts scripts) throws IOException;

  /** Shell code that runs before it is launched and is not measured, or nothing. */
  default String before(Path folder) {
    return "";
  }

  /** The command that becomes it. */
  String launch(Path folder);

  /** The command with which its own client asks for one service. */
  default Optional<String> ask(Path folder, String service) {
    return Optional.empty();
  }
}
