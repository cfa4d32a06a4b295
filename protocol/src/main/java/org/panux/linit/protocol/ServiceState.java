package org.panux.linit.protocol;

import java.util.Optional;

/** The state of a service as everyone outside sees it. */
public enum ServiceState {
  /** Never started since linitd began. */
  NULL("null", "null"),
  /** Its start script runs, or waits for what it needs. */
  STARTING("starting", "starting"),
  RUNNING("running", "running"),
  /** Its start did not succeed, or it said so later. It can be started again. */
  FAILED("failed", "bad"),
  /** Asked to stop: it waits for its dependents, or its stop script runs. */
  STOPPING("stopping", "stopping"),
  STOPPED("stopped", "stopped");

  private final String word;
  private final String ancestorWord;

  ServiceState(String word, String ancestorWord) {
    this.word = word;
    this.ancestorWord = ancestorWord;
  }

  /** The word in JSON and in everything that people read. */
  public String word() {
    return word;
  }

  /** The word in the ancestor's lines, which say {@code bad} for failed. */
  public String ancestorWord() {
    return ancestorWord;
  }

  /** Whether a script of the service runs, or something that it started: its edges count. */
  public boolean active() {
    return this == STARTING || this == RUNNING || this == STOPPING;
  }

  /** The state of that word, as {@link #word} and {@link #ancestorWord} give it. */
  public static Optional<ServiceState> of(String word) {
    for (ServiceState state : values()) {
      if (state.word.equals(word) || state.ancestorWord.equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
