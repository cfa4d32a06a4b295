/** Measurements, run by {@code scripts/bench}; figures are ratios to a floor in the same run. */
package org.panux.linit.bench;
