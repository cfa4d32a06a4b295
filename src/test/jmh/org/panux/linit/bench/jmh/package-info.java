/**
 * What single steps cost, by JMH: {@code scripts/bench} builds and runs them with the profile
 * {@code jmh}.
 */
package org.panux.linit.bench.jmh;
