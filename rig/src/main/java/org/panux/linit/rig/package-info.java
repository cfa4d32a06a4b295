/**
 * Rigs of real servers for tests: {@link org.panux.linit.rig.Rig} is where to begin.
 *
 * <p>A rig is a folder with init scripts. Each test class, or several together, gets a linitd of
 * its own with it, which ends with the JVM of the tests, however that ends.
 */
package org.panux.linit.rig;
