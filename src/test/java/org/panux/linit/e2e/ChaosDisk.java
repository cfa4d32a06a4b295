package org.panux.linit.e2e;

/** A small disk of its own for a rig, where one can be mounted, so that it can be full. */
final class ChaosDisk implements AutoCloseable {
  private final TestRig rig;
  private final boolean own;

  private ChaosDisk(TestRig rig, boolean own) {
    this.rig = rig;
    this.own = own;
  }

  /** In a mount namespace that ends with the tests; see {@code scripts/chaos}. */
  static ChaosDisk mount() {
    TestRig rig = TestRig.create();
    boolean own =
        Boolean.getBoolean("linit.chaos.namespace")
            && Command.run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=8m,mode=755",
                        "tmpfs",
                        rig.root().toString())
                    .code()
                == 0;
    return new ChaosDisk(own ? TestRig.at(rig.root()) : rig, own);
  }

  TestRig rig() {
    return rig;
  }

  boolean own() {
    return own;
  }

  @Override
  public void close() {
    if (own) {
      Command.run("umount", "-l", rig.root().toString());
    }
    rig.close();
  }
}
