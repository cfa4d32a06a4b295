package org.panux.linit.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.panux.linit.client.Operation;

/**
 * Breaks services on purpose. What a test breaks is whole again when it has ended: all that ran at
 * its beginning runs.
 */
public final class RigFaults {
  private final RunningRig rig;
  private final List<String> before;

  RigFaults(RunningRig rig) {
    this.rig = rig;
    this.before = rig.services();
  }

  /** SIGKILL to the main process of a service. What its settings say of that happens. */
  public void kill(String name) {
    inject("kill", name);
  }

  /** Sends a signal to the main process of a service, such as {@code TERM}. */
  public void signal(String signal, String name) {
    rig.ask("send " + signal + " to", Operation.kill(signal, name), name);
  }

  /** All processes of a service stand still: it is there, and does not answer. */
  public void freeze(String name) {
    inject("freeze", name);
  }

  /** What was frozen goes on. */
  public void thaw(String name) {
    inject("thaw", name);
  }

  /** Whenever it starts from now on, it is ready so much later. */
  public void delay(String name, Duration later) {
    inject("delay=" + later.toMillis() + "ms", name);
  }

  /** Its next start exits with {@code code}, 1 to 255; its script does not run. */
  public void failNextStart(String name, int code) {
    inject("fail=" + code, name);
  }

  /** It runs on, and does not count as ready: whoever needs it is degraded. */
  public void unready(String name) {
    inject("unready", name);
  }

  /** Its main process is killed as soon as it is ready, each time. */
  public void crashLoop(String name) {
    inject("crash-loop", name);
  }

  /** Its main process is killed whenever it has been ready for so long. */
  public void crashLoop(String name, Duration after) {
    inject("crash-loop=" + after.toMillis() + "ms", name);
  }

  /** So many bytes of what its main process prints are taken in a second; then its writes wait. */
  public void slowOutput(String name, int bytes) {
    inject("slow-output=" + bytes, name);
  }

  /** Nothing of that any longer, for that service. */
  public void clear(String name) {
    rig.ask("undo what is broken of", Operation.clearFaults(name), name);
  }

  /** Stops a service, and whoever needs it. */
  public void stop(String name) {
    rig.ask("stop", Operation.stop(name), name);
  }

  private void inject(String fault, String name) {
    rig.ask("inject '" + fault + "' into", Operation.fault(fault, name), name);
  }

  /** Makes all that was broken whole again. */
  void undo() {
    rig.ask("undo", Operation.clearFaults());
    List<String> lost = new ArrayList<>(before);
    lost.removeAll(rig.services());
    if (!lost.isEmpty()) {
      String[] names = lost.toArray(String[]::new);
      rig.ask("start again", Operation.start(names), names);
    }
  }
}
