/** Containers that linit runs in, for Testcontainers, which whoever uses this brings along. */
package org.panux.linit.rig.container;
