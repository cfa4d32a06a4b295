package org.panux.linit.rig;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;

/**
 * Breaks services on purpose. What a test breaks is whole again when it has ended: all that ran at
 * its beginning runs.
 */
public final class RigFaults {
  private final RunningRig rig;
  private final List<String> before;
  private final Set<String> frozen = new LinkedHashSet<>();

  RigFaults(RunningRig rig) {
    this.rig = rig;
    this.before = rig.services();
  }

  /** SIGKILL to the main process of a service. What its settings say of that happens. */
  public void kill(String name) {
    signal("KILL", name);
  }

  /** Sends a signal to the main process of a service, such as {@code TERM}. */
  public void signal(String signal, String name) {
    rig.ask("send " + signal + " to", Operation.kill(signal, name), name);
  }

  /** All processes of a service stand still: it is there, and does not answer. */
  public void freeze(String name) {
    frozen.add(name);
    rig.ask("freeze", Operation.killAll("STOP", name), name);
  }

  /** What was frozen goes on. */
  public void thaw(String name) {
    rig.ask("thaw", Operation.killAll("CONT", name), name);
    frozen.remove(name);
  }

  /** Stops a service, and whoever needs it. */
  public void stop(String name) {
    rig.ask("stop", Operation.stop(name), name);
  }

  /** Makes all that was broken whole again. */
  void undo() {
    for (String name : List.copyOf(frozen)) {
      try (LinitClient client = rig.connect()) {
        client.ask(Operation.killAll("CONT", name));
      } catch (IOException e) {
        // It has ended meanwhile, and is started again below.
      }
    }
    frozen.clear();
    List<String> lost = new ArrayList<>(before);
    lost.removeAll(rig.services());
    if (!lost.isEmpty()) {
      String[] names = lost.toArray(String[]::new);
      rig.ask("start again", Operation.start(names), names);
    }
  }
}
