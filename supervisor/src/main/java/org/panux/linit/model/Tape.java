package org.panux.linit.model;

import java.util.List;

/**
 * Takes down each event of a part of the model, and what was decided then: with the same events,
 * the part decides the same again.
 */
public interface Tape {
  /** Nothing is taken down. */
  Tape NONE =
      new Tape() {
        @Override
        public void input(String event, Object... arguments) {}

        @Override
        public void decided(List<?> decisions) {}
      };

  /**
   * An event comes in, and nothing has followed from it yet.
   *
   * @param event the method of the part
   * @param arguments of that method; they do not change any more
   */
  void input(String event, Object... arguments);

  /** What followed from that event. */
  void decided(List<?> decisions);
}
