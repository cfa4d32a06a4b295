package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.panux.linit.bench.graph.Graph;

/** The floor of all ratios: it starts what it is told in order, two at a time, and ends. */
public final class Make implements Peer {
  private static final String FILE = "Makefile";

  @Override
  public String name() {
    return "make -j2 (floor)";
  }

  @Override
  public boolean stays() {
    return false;
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    StringBuilder rules = new StringBuilder(".SUFFIXES:\nMAKEFLAGS += -r\n");
    String all = String.join(" ", graph.listed());
    rules.append("all: ").append(all).append("\n.PHONY: all ").append(all).append('\n');
    for (Map.Entry<String, List<String>> service : graph.needs().entrySet()) {
      rules.append(service.getKey()).append(": ").append(String.join(" ", service.getValue()));
      rules.append("\n\t@").append(scripts.command(service.getKey())).append('\n');
    }
    Files.writeString(folder.resolve(FILE), rules);
  }

  @Override
  public String launch(Path folder) {
    return "make -s -j2 -f " + folder.resolve(FILE);
  }
}
