package org.panux.linit.rig;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The rigs that classes share: one for each plan, from the first class that asks for it to the end
 * of the launcher's session, which is that of a whole suite. Where there is no session, they end
 * with the JVM, as every rig does.
 */
public final class SharedRigs implements LauncherSessionListener {
  private static final Map<RigPlan, RigLease> LEASES = new ConcurrentHashMap<>();

  /** For JUnit, which finds it as a service. */
  public SharedRigs() {}

  static RunningRig lend(RigPlan plan) {
    // Other JVMs may have one of the same folder at the same time.
    String label = plan.folder().getFileName() + "-" + ProcessHandle.current().pid();
    return LEASES.computeIfAbsent(plan, it -> new RigLease(it, label)).rig();
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    for (RigPlan plan : LEASES.keySet()) {
      LEASES.remove(plan).close();
    }
  }
}
