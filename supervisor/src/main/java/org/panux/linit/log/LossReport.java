package org.panux.linit.log;

/**
 * Tells linitd of lost output: when it begins, and how much it was when it is over. A disk that is
 * full one moment and not the next is told of once a second.
 */
final class LossReport {
  private static final long PAUSE_MILLIS = 1000;

  /** Where it is told. */
  interface Line {
    void say(String line);
  }

  private final String name;
  private final Line line;
  private boolean told;
  private long toldAt;

  /** What was lost since the last report was over, and not told yet. */
  private long untold;

  LossReport(String name, Line line) {
    this.name = name;
    this.line = line;
  }

  /**
   * @param bytes of this loss so far
   */
  void lost(long bytes, String why, long now) {
    if (!told && (toldAt == 0 || Math.abs(now - toldAt) >= PAUSE_MILLIS)) {
      told = true;
      toldAt = now;
      line.say("lost " + name + " " + (untold + bytes) + " " + why);
    }
  }

  /** The output can be written again; {@code bytes} were lost. */
  void found(long bytes) {
    untold += bytes;
    if (told) {
      line.say("found " + name + " " + untold);
      told = false;
      untold = 0;
    }
  }

  /** The service prints no more; {@code bytes} of a loss are still open. */
  void end(long bytes, String why) {
    if (untold + bytes > 0) {
      line.say("lost " + name + " " + (untold + bytes) + " " + why);
    }
    told = false;
  }
}
