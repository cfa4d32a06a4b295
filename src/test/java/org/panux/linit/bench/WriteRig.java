package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.RunLog;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.peer.Linit;
import org.panux.linit.bench.peer.Scripts;

/**
 * Writes a rig as the bench boots it. {@code args}: its folder, the shape, the number of services.
 */
public final class WriteRig {
  private WriteRig() {}

  public static void main(String[] words) throws IOException {
    Path rig = Files.createDirectories(Path.of(words[0]));
    Graph graph =
        Graph.of(Shape.valueOf(words[1].toUpperCase(Locale.ROOT)), Integer.parseInt(words[2]));
    RunLog log = new RunLog(rig.resolve("ran"));
    new Linit(rig).prepare(rig, graph, new Scripts(rig.resolve("none"), log));
  }
}
