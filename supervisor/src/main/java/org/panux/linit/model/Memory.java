package org.panux.linit.model;

import java.util.Map;
import java.util.OptionalLong;
import org.panux.linit.protocol.ServiceState;

/**
 * What must be known of a service for another linitd to go on with it.
 *
 * @param since when it came into its state, by the wall clock
 * @param took milliseconds from asked to running, at its last start; -1 where it never got there
 * @param runs how many times its start script was launched
 * @param run number of the newest script run
 * @param startRun number of the newest run of the start script
 * @param main the run whose process is the main process; 0 where there is none
 * @param pid the id of that process
 * @param exit how its process has ended last, as {@link Report.Process#exit} has it
 * @param restarting whether its start was a restart that nobody had asked for
 * @param settings what its start script has told
 * @param said what it says of itself
 * @param frozen whether its processes are made to stand still
 */
public record Memory(
    ServiceState state,
    boolean wanted,
    Reason reason,
    long since,
    long took,
    int runs,
    int run,
    int startRun,
    int main,
    OptionalLong pid,
    int exit,
    boolean restarting,
    Restarts.Count restarts,
    Map<String, String> settings,
    String said,
    boolean frozen) {

  /** With {@code newest} as the newest run, where it is newer. */
  public Memory atLeast(int newest) {
    return new Memory(
        state,
        wanted,
        reason,
        since,
        took,
        runs,
        Math.max(run, newest),
        startRun,
        main,
        pid,
        exit,
        restarting,
        restarts,
        settings,
        said,
        frozen);
  }
}
