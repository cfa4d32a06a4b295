package org.panux.linit.protocol;

/** How a service depends on another one; the word is what its script calls. */
public enum DependencyKind {
  /** Needs it, and fails with it. */
  DEP("dep"),
  /** Starts it, waits until it is settled, and goes on without it where it fails. */
  WANT("want");

  private final String word;

  DependencyKind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
