package org.panux.linit.rig;

import org.junit.jupiter.api.extension.ExtensionContext;

/** A rig that is lent: booted for whoever asks first, and the same for all others. */
final class RigLease implements ExtensionContext.Store.CloseableResource {
  private final RigPlan plan;
  private final String label;
  private RunningRig rig;
  private AssertionError problem;

  /**
   * @param label what its reports are called
   */
  RigLease(RigPlan plan, String label) {
    this.plan = plan;
    this.label = label;
  }

  /** One that cannot boot is not tried again for the next class. */
  synchronized RunningRig rig() {
    if (problem != null) {
      throw problem;
    }
    if (rig == null) {
      try {
        rig = RunningRig.boot(plan, label);
      } catch (AssertionError e) {
        problem = e;
        throw e;
      }
    }
    return rig;
  }

  @Override
  public synchronized void close() {
    if (rig != null) {
      rig.close();
    }
  }
}
