package org.panux.linit.model;

/**
 * What a service's script says about failures around it.
 *
 * @param stopOnDepFailure whether it is stopped when something that it needs has failed for good;
 *     otherwise it runs on, degraded
 * @param restartDependents whether whoever needs it is restarted when it has come back by itself
 */
public record Policy(boolean stopOnDepFailure, boolean restartDependents) {
  /** What holds where a script says nothing: everyone is left alone. */
  public static final Policy LEAVE = new Policy(false, false);
}
