/**
 * What strangers and scripts can say, thrown at what reads it: one class a target, whose method a
 * fuzzer calls with any bytes (see {@code scripts/fuzz}), and the tests with the bytes that were
 * kept.
 */
package org.panux.linit.fuzz;
