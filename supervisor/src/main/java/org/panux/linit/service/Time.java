package org.panux.linit.service;

import org.panux.linit.model.Moment;

/** The clocks: the one place where time is read. */
public interface Time {
  Time SYSTEM = () -> new Moment(System.currentTimeMillis(), System.nanoTime());

  Moment now();
}
