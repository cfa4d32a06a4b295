package org.panux.linit.readiness;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.panux.linit.process.RunToken;

/**
 * The run of a service whose readiness is wanted.
 *
 * @param token of the run; its secret names the notify socket
 * @param log where the service's output goes
 * @param logStart how long the log was when this run began; it begins now where that is empty
 * @param environment of commands that check the service; with the run's token in it, whatever they
 *     leave is swept with the service
 * @param directory of such commands
 * @param owns whether a process is one of the service; called on a thread that may be blocked
 */
public record Target(
    RunToken token,
    Path log,
    OptionalLong logStart,
    Map<String, String> environment,
    Path directory,
    LongPredicate owns) {}
