package org.panux.linit.readiness;

import java.util.concurrent.Callable;
import org.panux.linit.ActorKit;

/** Waits for what nobody tells. */
final class Eventually {
  private Eventually() {}

  static void holds(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + ActorKit.HANGS.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it never came true");
      }
      Thread.sleep(5);
    }
  }
}
