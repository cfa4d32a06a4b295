/** The command line. */
package org.panux.pkgen.cli;
