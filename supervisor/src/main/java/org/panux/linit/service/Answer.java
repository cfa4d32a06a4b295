package org.panux.linit.service;

import java.util.Optional;

/**
 * What comes of a question: a value, or what linitd has failed on. Whoever asks is told in any
 * case.
 *
 * @param failure empty where there is a value
 */
public record Answer<T>(Optional<T> value, Optional<Throwable> failure) {
  static <T> Answer<T> of(T value) {
    return new Answer<>(Optional.of(value), Optional.empty());
  }

  static <T> Answer<T> failed(Throwable failure) {
    return new Answer<>(Optional.empty(), Optional.of(failure));
  }

  /**
   * The value.
   *
   * @throws IllegalStateException where linitd has failed on it; says on what
   */
  T get() {
    return value.orElseThrow(
        () -> new IllegalStateException(failure.orElseThrow().toString(), failure.get()));
  }
}
