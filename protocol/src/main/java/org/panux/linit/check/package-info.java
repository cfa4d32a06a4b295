/** Looks for mistakes in a rig: reads its scripts, and runs none of them. */
package org.panux.linit.check;
