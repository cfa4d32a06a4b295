package org.panux.linit.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections together have linitd remember: each is bounded, and so is their sum. */
final class Load {
  /** Bytes that may wait for peers to take them. */
  private static final long MOST_BYTES = 12L * 1024 * 1024;

  /** Requests that may be under way. */
  private static final int MOST_REQUESTS = 10_000;

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();

  void waits(long more) {
    bytes.addAndGet(more);
  }

  void asked(int more) {
    requests.addAndGet(more);
  }

  boolean tooManyBytes() {
    return bytes.get() > MOST_BYTES;
  }

  boolean tooManyRequests() {
    return requests.get() >= MOST_REQUESTS;
  }
}
