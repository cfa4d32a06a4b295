/** One actor a running script, and the only doors to the operating system's processes. */
package org.panux.linit.process;
