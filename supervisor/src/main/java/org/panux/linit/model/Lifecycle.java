package org.panux.linit.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/**
 * The life of one service. Each method is an event and gives the decisions that follow from it.
 *
 * <pre>
 * state      event               next       what happens
 * ---------  ------------------  ---------  ------------------------------------------------
 * NULL       start               STARTING   launch start (after a sweep that still runs)
 * STOPPED    start               STARTING   likewise
 * FAILED     start               STARTING   likewise, unless the failure is newer than the
 *                                           wave that asks: then that failure is shared
 * STARTING   exited 0            RUNNING
 *            exited n            FAILED     sweep what the script left
 *            reported running    RUNNING    the script may go on
 *            stop                STOPPING   wait for release
 * RUNNING    reported stopped    STOPPED
 *            reported failed     FAILED
 *            stop                STOPPING   wait for release
 * STOPPING   release             -          end the start script where it still runs; then
 *                                           launch stop where the service was up; then sweep
 *            swept               STOPPED
 * any        kill                STOPPED    no stop script: end everything now
 * </pre>
 *
 * The order of stops is not decided here: the {@link Coordinator} releases a service when no
 * dependent of it is active any more.
 */
public final class Lifecycle {
  private enum Activity {
    IDLE,
    START_SCRIPT,
    STOP_SCRIPT,
    SWEEP
  }

  private final String name;
  private final Map<Long, Waiting> open = new LinkedHashMap<>();
  private final List<Decision> out = new ArrayList<>();

  private ServiceState state = ServiceState.NULL;
  private boolean wanted;
  private Reason reason = Reason.NONE;
  private Moment since = new Moment(0, 0);
  private Moment wave = since;
  private Moment asked = since;
  private long took = -1;
  private long starts;
  private int runs;

  /** Number of the newest script run, of either verb. */
  private int run;

  /** Number of the newest run of the start script, whose processes speak for the service. */
  private int startRun;

  private Activity activity = Activity.IDLE;

  /** It came up, and has not been brought down since: a stop script is owed. */
  private boolean up;

  /** A start that waits until what is left of the run before is gone. */
  private boolean launchDue;

  /** Its stop need not wait for dependents any longer. */
  private boolean released;

  /** Kill instead of ask, from now on. */
  private boolean killing;

  /** It was reported to have ended while its start script still ran. */
  private Notice earlyEnd;

  /** Why the last {@code dep} of the start script failed. */
  private Reason lastVerdict = Reason.NONE;

  public Lifecycle(String name) {
    this.name = name;
  }

  public ServiceState state() {
    return state;
  }

  /** The newest script run, whose token alone speaks for the service. */
  public int run() {
    return run;
  }

  /** Someone wants it to run, as part of the wave of starts that began at {@code wave}. */
  public List<Decision> start(Moment wave, Moment now) {
    starts++;
    switch (state) {
      case NULL, STOPPED -> begin(wave, now);
      case FAILED -> {
        if (since.isBefore(wave)) {
          begin(wave, now);
        } else {
          publish(false);
        }
      }
      case STARTING, RUNNING, STOPPING -> {}
    }
    return decisions();
  }

  private void begin(Moment wave, Moment now) {
    this.wave = wave;
    wanted = true;
    asked = now;
    took = -1;
    lastVerdict = Reason.NONE;
    earlyEnd = null;
    released = false;
    killing = false;
    if (activity == Activity.IDLE) {
      launch(Verb.START);
    } else {
      launchDue = true;
    }
    become(ServiceState.STARTING, Reason.NONE, now);
  }

  /** It is to stop, once it is released. */
  public List<Decision> stop(Reason because, Moment now) {
    switch (state) {
      case STARTING, RUNNING -> {
        wanted = false;
        released = false;
        if (launchDue) {
          launchDue = false;
          become(ServiceState.STOPPED, because, now);
        } else {
          endWaits();
          become(ServiceState.STOPPING, because, now);
        }
      }
      case NULL, FAILED, STOPPED, STOPPING -> {}
    }
    return decisions();
  }

  /** No dependent of it is active any more: its stop goes on. */
  public List<Decision> release(Moment now) {
    if (state == ServiceState.STOPPING && !released) {
      released = true;
      bringDown();
    }
    return decisions();
  }

  /** Ends it at once, without its stop script. */
  public List<Decision> kill(Reason because, Moment now) {
    if (!state.active()) {
      return decisions();
    }
    wanted = false;
    released = true;
    killing = true;
    up = false;
    launchDue = false;
    if (state != ServiceState.STOPPING) {
      become(ServiceState.STOPPING, because, now);
    }
    switch (activity) {
      case START_SCRIPT, STOP_SCRIPT -> out.add(new Decision.Kill(run));
      case IDLE, SWEEP -> sweep();
    }
    return decisions();
  }

  /** One step of a stop that was released. */
  private void bringDown() {
    switch (activity) {
      case START_SCRIPT -> out.add(new Decision.Terminate(run));
      case IDLE -> {
        if (up) {
          launch(Verb.STOP);
        } else {
          sweep();
        }
      }
      case STOP_SCRIPT, SWEEP -> {}
    }
  }

  /**
   * The script run {@code ended} has ended; an older run than the newest is none of our business.
   */
  public List<Decision> exited(int ended, Exit exit, Moment now) {
    if (!isScript(ended)) {
      return decisions();
    }
    Activity was = activity;
    activity = Activity.IDLE;
    List<Long> waits = forgetWaits();
    if (launchDue) {
      // The run that ended is not the one that was asked for last.
      sweep();
    } else if (was == Activity.STOP_SCRIPT) {
      up = false;
      if (!exit.ok() && !killing) {
        reason = exit.reason(Verb.STOP.word());
      }
      sweep();
    } else {
      startEnded(exit, now);
    }
    waits.forEach(this::withoutScript);
    return decisions();
  }

  private void startEnded(Exit exit, Moment now) {
    switch (state) {
      case STARTING -> {
        if (!exit.ok()) {
          fail(exit, now);
        } else if (earlyEnd != null) {
          become(earlyEnd.state(), earlyEnd.reason(), now);
          sweep();
        } else {
          running(now);
        }
      }
      case RUNNING -> {
        if (!exit.ok()) {
          fail(exit, now);
        }
      }
      case STOPPING -> {
        up = !killing && (up || (exit.ok() && earlyEnd == null));
        if (killing) {
          sweep();
        } else if (released) {
          bringDown();
        }
      }
      case NULL, FAILED, STOPPED -> sweep();
    }
  }

  private void fail(Exit exit, Moment now) {
    up = false;
    boolean byDependency = !lastVerdict.ok() && exit.code() == lastVerdict.code();
    become(ServiceState.FAILED, byDependency ? lastVerdict : exit.reason(Verb.START.word()), now);
    sweep();
  }

  private void running(Moment now) {
    up = true;
    took = now.millisSince(asked);
    become(ServiceState.RUNNING, Reason.NONE, now);
  }

  /**
   * Its script run {@code by}, or a process that this run has left, says that it is in {@code
   * reported} now. What is left of a run before the newest start speaks for itself alone.
   */
  public List<Decision> reported(int by, ServiceState reported, Moment now) {
    if (by < startRun || launchDue) {
      return decisions();
    }
    Reason ended =
        reported == ServiceState.FAILED
            ? Reason.failed("its process failed")
            : new Reason(0, "its process ended");
    if (reported == ServiceState.RUNNING) {
      if (state == ServiceState.STARTING && activity == Activity.START_SCRIPT) {
        running(now);
      }
    } else if (state == ServiceState.STARTING) {
      earlyEnd = Notice.of(name, reported, ended);
    } else if (state == ServiceState.RUNNING) {
      up = false;
      become(reported, ended, now);
      if (activity == Activity.START_SCRIPT) {
        out.add(new Decision.Terminate(run));
      }
    }
    return decisions();
  }

  /** Whether {@code which} is a script run that has not ended. */
  public boolean isScript(int which) {
    return which == run && (activity == Activity.START_SCRIPT || activity == Activity.STOP_SCRIPT);
  }

  /** Its script run {@code by} waits for {@code names}; {@code id} is for the answer. */
  public List<Decision> depend(int by, long id, DependencyKind kind, List<String> names) {
    if (!isScript(by) || !state.active() || launchDue) {
      withoutScript(id);
      return decisions();
    }
    if (activity == Activity.START_SCRIPT && state == ServiceState.STOPPING) {
      out.add(new Decision.Answer(id, Reason.stopping(name)));
      return decisions();
    }
    // A start script is stopped itself when what it needs is stopped; others must not wait for it.
    boolean patient = kind == DependencyKind.DEP && activity == Activity.START_SCRIPT;
    open.put(id, new Waiting(id, kind, names, patient));
    // What it waits for is known before the edges are: they are judged by it.
    publish(false);
    out.add(new Decision.Link(id, kind, List.copyOf(open.get(id).names()), wave));
    return decisions();
  }

  /** What {@code id} waits for is no need of the service, since no script of it waits. */
  private void withoutScript(long id) {
    out.add(
        state == ServiceState.RUNNING
            ? new Decision.Disown(id)
            : new Decision.Answer(id, Reason.failed("'" + name + "' has no script that runs")));
  }

  /** A notice of something that it waits for. */
  public List<Decision> hear(Notice notice) {
    boolean heard = false;
    for (Map.Entry<Long, Waiting> wait : List.copyOf(open.entrySet())) {
      int before = wait.getValue().open().size();
      var verdict = wait.getValue().hear(notice);
      heard |= verdict.isPresent() || wait.getValue().open().size() != before;
      verdict.ifPresent(
          result -> {
            open.remove(wait.getKey());
            lastVerdict = result;
            out.add(new Decision.Answer(wait.getKey(), result));
            wait.getValue().names().stream()
                .filter(other -> open.values().stream().noneMatch(w -> w.names().contains(other)))
                .forEach(other -> out.add(new Decision.Unlisten(other)));
          });
    }
    if (heard) {
      publish(false);
    }
    return decisions();
  }

  /** Nothing is left of the service's processes. */
  public List<Decision> swept(Moment now) {
    if (activity != Activity.SWEEP) {
      return decisions();
    }
    activity = Activity.IDLE;
    if (launchDue) {
      launchDue = false;
      launch(Verb.START);
    } else if (state == ServiceState.STOPPING) {
      become(ServiceState.STOPPED, reason, now);
    }
    return decisions();
  }

  private void launch(Verb verb) {
    run++;
    if (verb == Verb.START) {
      runs++;
      startRun = run;
    }
    activity = verb == Verb.START ? Activity.START_SCRIPT : Activity.STOP_SCRIPT;
    out.add(new Decision.Launch(verb, run));
  }

  private void sweep() {
    activity = Activity.SWEEP;
    out.add(new Decision.Sweep(killing));
  }

  /** Its start script gets nothing more that it waits for. */
  private void endWaits() {
    forgetWaits().forEach(id -> out.add(new Decision.Answer(id, Reason.stopping(name))));
  }

  /** Ends all waits, and gives the ids of those who are still to be told. */
  private List<Long> forgetWaits() {
    List<Long> ids = List.copyOf(open.keySet());
    Set<String> names = new LinkedHashSet<>();
    open.values().forEach(wait -> names.addAll(wait.names()));
    open.clear();
    names.forEach(other -> out.add(new Decision.Unlisten(other)));
    return ids;
  }

  private void become(ServiceState next, Reason because, Moment now) {
    state = next;
    reason = because;
    since = now;
    publish(true);
  }

  private void publish(boolean changed) {
    out.add(new Decision.Publish(report(), changed));
  }

  /** What the service says of itself now. */
  public Report report() {
    Set<String> waiting = new LinkedHashSet<>();
    open.values().forEach(wait -> waiting.addAll(wait.open()));
    return new Report(name, state, wanted, reason, since, List.copyOf(waiting), starts, runs, took);
  }

  private List<Decision> decisions() {
    List<Decision> result = List.copyOf(out);
    out.clear();
    return result;
  }
}
