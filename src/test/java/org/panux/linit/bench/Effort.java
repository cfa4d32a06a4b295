package org.panux.linit.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param runs of everything whose target is a median
 * @param counts of services
 * @param most services, for linit alone; 0 where that is left out
 * @param peerMost services, for all but linit and the floor
 * @param peerRuns of a peer, where they fit into its share
 * @param peerShare after which a peer's boot of one size is not repeated
 * @param patience after which each boot of a peer is measured once, so that the whole ends in time
 * @param limit after which a boot is given up
 * @param idle how long a daemon is left alone before it is looked at, and then watched
 */
record Effort(
    int runs,
    List<Integer> counts,
    int most,
    int peerMost,
    int peerRuns,
    Duration peerShare,
    Duration patience,
    Duration limit,
    Duration idle) {

  static final Effort FULL =
      new Effort(
          5,
          List.of(10, 100, 300, 1000),
          3000,
          1000,
          5,
          Duration.ofSeconds(6),
          Duration.ofMinutes(6),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  static final Effort QUICK =
      new Effort(
          3,
          List.of(10, 100, 300),
          0,
          100,
          2,
          Duration.ofSeconds(2),
          Duration.ofSeconds(50),
          Duration.ofSeconds(20),
          Duration.ofSeconds(3));
}
