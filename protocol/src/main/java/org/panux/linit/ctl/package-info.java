/** {@code linitctl}: one command line, one request or a few, text or JSON, an exit code. */
package org.panux.linit.ctl;
