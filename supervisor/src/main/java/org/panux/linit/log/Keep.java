package org.panux.linit.log;

/**
 * How much of a service's output is kept.
 *
 * @param size bytes of a file after which the next one is begun
 * @param files old files beside the one that is written
 */
public record Keep(long size, int files) {}
