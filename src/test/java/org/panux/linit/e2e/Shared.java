package org.panux.linit.e2e;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The rigs that the tests of a class share, one for each shell, booted when the first test asks for
 * it: most tests need some services and not a linitd of their own, whose start costs more than all
 * the rest. Each test takes names of services and files that no other one has.
 */
final class Shared implements AfterAllCallback {
  private final String conf;
  private final Map<Shell, Daemon> daemons = new EnumMap<>(Shell.class);
  private final List<TestRig> rigs = new ArrayList<>();

  private Shared(String conf) {
    this.conf = conf;
  }

  /** Rigs with no settings but the shell. */
  static Shared create() {
    return new Shared("");
  }

  /** Rigs with these lines in their {@code linit.conf}. */
  static Shared conf(String conf) {
    return new Shared(conf);
  }

  /** The linitd whose scripts run in {@code shell}. */
  Daemon in(Shell shell) {
    Daemon daemon = daemons.get(shell);
    if (daemon == null) {
      TestRig rig = TestRig.create();
      rigs.add(rig);
      daemon = rig.conf(shell.conf() + conf).start();
      daemons.put(shell, daemon);
      daemon.awaitBoot();
    }
    return daemon;
  }

  /** The one for tests to which shells do not matter. */
  Daemon linitd() {
    return in(Shell.DASH);
  }

  /** The rig of that one. */
  TestRig rig() {
    return linitd().rig();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    AssertionError failure = null;
    for (Daemon daemon : daemons.values()) {
      try {
        daemon.close();
      } catch (AssertionError e) {
        failure = e;
      }
    }
    rigs.forEach(TestRig::close);
    if (failure != null) {
      throw failure;
    }
  }
}
