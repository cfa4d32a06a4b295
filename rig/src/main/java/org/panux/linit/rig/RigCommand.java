package org.panux.linit.rig;

/**
 * A command that has ended.
 *
 * @param code its exit status, 128+n where signal n ended it
 * @param output both its streams
 */
public record RigCommand(int code, String output) {}
