package org.panux.linit.protocol;

/** How a service depends on another one, the strongest first; the word is what its script calls. */
public enum DependencyKind {
  /** Needs it, and fails with it. */
  DEP("dep"),
  /** Starts it, waits until it is settled, and goes on without it where it fails. */
  WANT("want"),
  /** Starts nothing: waits until it is settled where it is being started anyway. */
  AFTER("after");

  private final String word;

  DependencyKind(String word) {
    this.word = word;
  }

  /** The one of the two that asks for more. */
  public DependencyKind stronger(DependencyKind other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public String word() {
    return word;
  }
}
