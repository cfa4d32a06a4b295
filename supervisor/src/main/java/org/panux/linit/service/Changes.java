package org.panux.linit.service;

/** The newest changes with their numbers, from 1; the oldest go when there are too many. */
final class Changes {
  private final Change[] ring;
  private long weight;
  private long oldest = 1;
  private long newest;

  /**
   * @param capacity how much is kept: so many changes, or fewer where they are large
   */
  Changes(int capacity) {
    ring = new Change[capacity];
  }

  void add(Change change) {
    newest++;
    weight += change.weight();
    while (oldest < newest && weight > ring.length) {
      weight -= get(oldest).weight();
      ring[index(oldest)] = null;
      oldest++;
    }
    ring[index(newest)] = change;
  }

  private int index(long sequence) {
    return (int) (sequence % ring.length);
  }

  /** The number of the last change; 0 where there was none. */
  long newest() {
    return newest;
  }

  /** Whether all changes after the number {@code known} are kept. */
  boolean reaches(long known) {
    return known >= oldest - 1;
  }

  /** The change of that number, which is kept. */
  Change get(long sequence) {
    return ring[index(sequence)];
  }
}
