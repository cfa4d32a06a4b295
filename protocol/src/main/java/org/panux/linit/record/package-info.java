/**
 * What linitd recorded of a boot, and what follows from it: pure, without a connection or a clock.
 */
package org.panux.linit.record;
