/**
 * What services print: the log writer, a program of its own that outlives linitd; linitd's
 * connection to it; and the way back from files to lines with their times.
 */
package org.panux.linit.log;
