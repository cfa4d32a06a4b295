package org.panux.linit.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.setting.Durations;
import org.panux.linit.setting.InjectedFault;
import org.panux.linit.setting.InjectedFault.Kind;
import org.panux.linit.setting.ServiceConfig;
import org.panux.linit.setting.SignalName;

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
 * STARTING   exited 0            RUNNING    but for a service that tells when it is ready
 *            exited n            FAILED     sweep what the script left
 *            reported running    RUNNING    the script may go on
 *            supervise           -          the script's process is the main process from now on
 *            ready               RUNNING
 *            not ready in time   FAILED     sweep
 *            main process ended  FAILED     sweep
 *            stop                STOPPING   wait for release
 * FAILED     reset               STOPPED
 * RUNNING    reported stopped    STOPPED    or STARTING, where it is to be restarted: sweep, wait
 *            reported failed     FAILED     for the back-off, launch start. An automatic start that
 *            main process ended  either     fails is treated as an end, too
 *            stop                STOPPING   wait for release
 * STOPPING   release             -          end the start script where it still runs; then
 *                                           launch stop where the service was up; then end the
 *                                           main process; then sweep
 *            swept               STOPPED
 * RUNNING    reload              -          launch reload, one at a time
 * any        kill                STOPPED    no stop script: end everything now
 * RUNNING    made not to be ready STARTING  until that fault is cleared; its processes go on
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
    RELOAD_SCRIPT,
    SWEEP
  }

  /** What a script exits with that does not know a verb, by the Linux Standard Base. */
  private static final int NO_SUCH_VERB = 3;

  private static final int SIGKILL = SignalName.parse("KILL");
  private static final int SIGSTOP = SignalName.parse("STOP");
  private static final int SIGCONT = SignalName.parse("CONT");

  /** For what nobody waits to hear of. */
  private static final long NOBODY = -1;

  private final String name;
  private final Waits waits = new Waits();
  private final Restarts restarts = new Restarts();
  private final List<Decision> out = new ArrayList<>();

  /** Who waits for the reload that runs, and who for the one after it. */
  private final List<Long> reloaders = new ArrayList<>();

  private final List<Long> reloadersNext = new ArrayList<>();

  private ServiceState state = ServiceState.NULL;
  private boolean wanted;
  private Reason reason = Reason.NONE;
  private Moment since = new Moment(0, 0);
  private Moment wave = since;
  private Moment asked = since;
  private Asker asker = Asker.NOBODY;
  private long took = -1;
  private long starts;
  private int runs;

  /** Number of the newest script run, of either verb. */
  private int run;

  /** Number of the newest run of the start script, whose processes speak for the service. */
  private int startRun;

  /** What that run has told of the service. */
  private ServiceConfig config = new ServiceConfig();

  /** The run whose process has become, or has left, the main process; 0 while there is none. */
  private int main;

  private OptionalLong pid = OptionalLong.empty();

  /** The readiness of the start run is looked for. */
  private boolean probing;

  /** The request of the start script to be supervised that is not answered yet. */
  private OptionalLong supervise = OptionalLong.empty();

  /** The process of that script, where it is known already. */
  private OptionalLong supervisable = OptionalLong.empty();

  /** What the service says of itself. */
  private String said = "";

  private Activity activity = Activity.IDLE;

  /** It came up, and has not been brought down since: a stop script is owed. */
  private boolean up;

  /** A start that waits until what is left of the run before is gone. */
  private boolean launchDue;

  /** The pause before a restart that is due. */
  private Duration backOff;

  /** The start under way is a restart that nobody asked for. */
  private boolean restarting;

  /** Its stop need not wait for dependents any longer. */
  private boolean released;

  /** Kill instead of ask, from now on. */
  private boolean killing;

  /** It was reported to have ended while its start script still ran. */
  private Notice earlyEnd;

  /** How its main process or a failed start has ended last ({@link Exit#status}). */
  private int status = ServiceView.Main.NO_EXIT;

  /** Why the last {@code dep} of the start script failed. */
  private Reason lastVerdict = Reason.NONE;

  private Tape tape = Tape.NONE;

  private final Faults faults = new Faults();

  /** It is ready, but for a fault: it counts as one that starts. */
  private boolean held;

  /** And it did run before that. */
  private boolean dropped;

  /** The requests to kill its main process that are under way. */
  private final List<Long> killers = new ArrayList<>();

  /** The request to freeze it that is under way. */
  private OptionalLong freezing = OptionalLong.empty();

  public Lifecycle(String name) {
    this.name = name;
  }

  /** Has everything taken down from now on. */
  public void record(Tape other) {
    tape = other;
  }

  /** The service as an earlier linitd knew it; {@link #takeOver} goes on from there. */
  public static Lifecycle of(String name, Memory memory, Moment now) {
    Lifecycle life = new Lifecycle(name);
    life.state = memory.state();
    life.wanted = memory.wanted();
    life.reason = memory.reason();
    life.since = now.earlier(memory.since());
    life.took = memory.took();
    life.runs = memory.runs();
    life.run = memory.run();
    life.startRun = memory.startRun();
    life.main = memory.main();
    life.pid = memory.pid();
    life.status = memory.exit();
    life.up = memory.state() == ServiceState.RUNNING;
    life.restarting = memory.restarting();
    life.restarts.restore(memory.restarts(), now);
    life.config = ServiceConfig.of(memory.settings());
    life.said = memory.said();
    return life;
  }

  /** What another linitd would have to know of it now. */
  public Memory memory() {
    return new Memory(
        // What is broken on purpose ends with this linitd.
        dropped ? ServiceState.RUNNING : state,
        wanted,
        reason,
        since.epochMillis(),
        took,
        runs,
        run,
        startRun,
        main,
        pid,
        status,
        restarting || backOff != null,
        restarts.count(),
        config.told(),
        said,
        faults.has(Kind.FREEZE));
  }

  /**
   * An earlier linitd has died, and this is the first event after it. What was running goes on;
   * what was under way then is ended and, where it was a start, begun anew.
   *
   * @param end how its process has ended meanwhile, where it has
   * @param thaw whether its processes were made to stand still
   */
  public List<Decision> takeOver(Optional<Exit> end, boolean thaw, Moment now) {
    tape.input("takeOver", end, thaw, now);
    switch (state) {
      case RUNNING -> {
        if (end.isPresent()) {
          forgetMain();
          status = end.get().status();
          ended(end.get().clean(), end.get().ofMain(""), now);
        } else {
          pid.ifPresent(id -> out.add(new Decision.Watch(main, id)));
          if (thaw) {
            thaw(NOBODY);
          }
          publish(true);
        }
      }
      case STARTING -> {
        wave = now;
        asked(Asker.LINITD, now);
        launchDue = true;
        publish(true);
        sweep();
      }
      case STOPPING -> {
        released = true;
        publish(true);
        sweep();
      }
      case NULL, FAILED, STOPPED -> {
        forgetMain();
        publish(true);
      }
    }
    return decisions();
  }

  public ServiceState state() {
    return state;
  }

  /** The newest script run, whose token alone speaks for the service. */
  public int run() {
    return run;
  }

  /** {@code by} wants it to run, as part of the wave of starts that began at {@code wave}. */
  public List<Decision> start(Asker by, Moment wave, Moment now) {
    tape.input("start", by, wave, now);
    starts++;
    switch (state) {
      case NULL, STOPPED -> begin(by, wave, now);
      case FAILED -> {
        if (since.isBefore(wave)) {
          begin(by, wave, now);
        } else {
          publish(false);
        }
      }
      case STARTING, RUNNING, STOPPING -> {}
    }
    return decisions();
  }

  private void begin(Asker by, Moment wave, Moment now) {
    this.wave = wave;
    wanted = true;
    asked(by, now);
    took = -1;
    restarting = false;
    restarts.forget();
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

  private void asked(Asker by, Moment now) {
    asked = now;
    asker = by;
    record(new Trace.Asked(by, now));
  }

  private void record(Trace trace) {
    out.add(new Decision.Record(trace));
  }

  /** The script run {@code which} has been launched. */
  public List<Decision> launched(int which, Moment now) {
    tape.input("launched", which, now);
    if (which == startRun && activity == Activity.START_SCRIPT) {
      record(new Trace.Launched(now));
    }
    return decisions();
  }

  /** It is to stop, once it is released. */
  public List<Decision> stop(Reason because, Moment now) {
    tape.input("stop", because, now);
    switch (state) {
      case STARTING, RUNNING -> {
        if (because.cause().kind() == Cause.Kind.SHUTDOWN) {
          clearFaults(NOBODY);
        }
        wanted = false;
        released = false;
        backOff = null;
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
    tape.input("release", now);
    if (state == ServiceState.STOPPING && !released) {
      released = true;
      bringDown();
    }
    return decisions();
  }

  /** Ends it at once, without its stop script. */
  public List<Decision> kill(Reason because, Moment now) {
    tape.input("kill", because, now);
    if (!state.active()) {
      return decisions();
    }
    wanted = false;
    released = true;
    killing = true;
    up = false;
    launchDue = false;
    backOff = null;
    if (state != ServiceState.STOPPING) {
      become(ServiceState.STOPPING, because, now);
    }
    switch (activity) {
      case START_SCRIPT, STOP_SCRIPT, RELOAD_SCRIPT -> out.add(new Decision.Kill(run));
      case IDLE, SWEEP -> sweep();
    }
    return decisions();
  }

  /**
   * linitd itself has failed on something of this service: it fails, and nothing of it stays.
   *
   * @param start whether that was a start, which did not come this far
   */
  public List<Decision> broken(Reason why, boolean start, Moment now) {
    tape.input("broken", why, start, now);
    out.clear();
    if (start) {
      // Whoever has sent it counts the answers.
      starts++;
    }
    wanted = false;
    up = false;
    launchDue = false;
    backOff = null;
    restarting = false;
    forgetWaits().forEach(id -> out.add(new Decision.Answer(id, why)));
    // It is swept away with all else; the next start, of another linitd as well, has one of its
    // own.
    forgetMain();
    become(ServiceState.FAILED, why, now);
    switch (activity) {
      case START_SCRIPT, STOP_SCRIPT, RELOAD_SCRIPT -> out.add(new Decision.Kill(run));
      case IDLE, SWEEP -> sweep();
    }
    return decisions();
  }

  /** Its start script {@code by} tells something of the service; {@code id} is for the answer. */
  public List<Decision> configure(int by, long id, String key, String value) {
    tape.input("configure", by, id, key, value);
    Reason problem = Reason.NONE;
    if (by != startRun || activity != Activity.START_SCRIPT) {
      problem = withoutStartScript();
    } else {
      Optional<Duration> before = config.startTimeout();
      try {
        config.set(key, value);
      } catch (IllegalArgumentException e) {
        problem = new Reason(ExitCode.USAGE, e.getMessage());
      }
      if (!config.startTimeout().equals(before)) {
        out.add(new Decision.Limit(run, config.startTimeout().orElseThrow()));
      }
    }
    out.add(new Decision.Answer(id, problem));
    return decisions();
  }

  private Reason withoutStartScript() {
    return Reason.failed("'" + name + "' has no start script that runs");
  }

  /**
   * The process of its start script {@code by} shall be the main process of the service from now
   * on; {@code id} is for the answer.
   */
  public List<Decision> supervise(int by, long id) {
    tape.input("supervise", by, id);
    if (by != run || activity != Activity.START_SCRIPT || launchDue || supervise.isPresent()) {
      out.add(new Decision.Answer(id, withoutStartScript()));
    } else if (state == ServiceState.STOPPING) {
      out.add(new Decision.Answer(id, Reason.stopping(name)));
    } else {
      supervise = OptionalLong.of(id);
      supervisable = OptionalLong.empty();
      probe();
    }
    return decisions();
  }

  private void probe() {
    probing = true;
    out.add(new Decision.Probe(startRun, config.ready(), config.startTimeout()));
  }

  /**
   * To look for the readiness of the start {@code of} may begin, or {@code problem} says why not.
   */
  public List<Decision> prepared(int of, Reason problem, Moment now) {
    tape.input("prepared", of, problem, now);
    if (of != startRun || !probing) {
      return decisions();
    }
    if (supervise.isEmpty()) {
      if (!problem.ok() && state == ServiceState.STARTING) {
        failedStart(problem, now);
      }
      return decisions();
    }
    long id = supervise.getAsLong();
    supervise = OptionalLong.empty();
    if (!problem.ok() || state == ServiceState.STOPPING) {
      out.add(new Decision.Answer(id, problem.ok() ? Reason.stopping(name) : problem));
      return decisions();
    }
    main = startRun;
    pid = supervisable;
    up = true;
    activity = Activity.IDLE;
    out.add(new Decision.Supervise(main));
    out.add(new Decision.Answer(id, Reason.NONE));
    if (config.ready().isEmpty() && state == ServiceState.STARTING) {
      running(now);
    }
    return decisions();
  }

  /**
   * Its main process, of the start {@code of}, has the id {@code id}; or that is what its start
   * script, which asks to be supervised, will be, so that it does not run without one for a moment.
   */
  public List<Decision> mainProcess(int of, long id) {
    tape.input("mainProcess", of, id);
    if (of == startRun && supervise.isPresent()) {
      supervisable = OptionalLong.of(id);
    } else if (of == main && (pid.isEmpty() || pid.getAsLong() != id)) {
      pid = OptionalLong.of(id);
      publish(false);
    }
    return decisions();
  }

  /**
   * The start {@code of} is ready.
   *
   * @param daemon the process that its pid file names, which is the main process from now on
   */
  public List<Decision> ready(int of, Optional<Long> daemon, Moment now) {
    tape.input("ready", of, daemon, now);
    if (of != startRun || !probing || state != ServiceState.STARTING) {
      return decisions();
    }
    if (daemon.isPresent() && main == 0) {
      main = startRun;
      out.add(new Decision.Watch(main, daemon.get()));
    }
    running(now);
    return decisions();
  }

  /**
   * The start {@code of} has left the process {@code daemon}, of which its script says nothing;
   * empty where that has gone already.
   */
  public List<Decision> left(int of, Optional<Long> daemon, Moment now) {
    tape.input("left", of, daemon, now);
    if (of != startRun || main != 0 || !(held || state == ServiceState.RUNNING)) {
      return decisions();
    }
    if (daemon.isPresent()) {
      main = startRun;
      out.add(new Decision.Watch(main, daemon.get()));
    } else {
      ended(Exit.unknown().clean(), Exit.unknown().ofMain(""), now);
    }
    return decisions();
  }

  /** The start {@code of} is not ready in time. */
  public List<Decision> notReady(int of, Reason why, Moment now) {
    tape.input("notReady", of, why, now);
    if (of == startRun && probing && state == ServiceState.STARTING) {
      failedStart(why, now);
    }
    return decisions();
  }

  /** The service says of itself, in words. */
  public List<Decision> said(int of, String words) {
    tape.input("said", of, words);
    if (of == startRun && state.active()) {
      said = words;
      publish(false);
    }
    return decisions();
  }

  /** It is forgotten that it has failed, and how often; {@code id} is for the answer. */
  public List<Decision> reset(long id, Moment now) {
    tape.input("reset", id, now);
    restarts.forget();
    if (state == ServiceState.FAILED) {
      wanted = false;
      become(ServiceState.STOPPED, Reason.NONE.from(Cause.RESET), now);
    } else {
      publish(false);
    }
    out.add(new Decision.Answer(id, Reason.NONE));
    return decisions();
  }

  /** Its main process, or each of its processes, gets a signal; {@code id} is for the answer. */
  public List<Decision> signal(long id, int number, boolean all) {
    tape.input("signal", id, number, all);
    if (!state.active()) {
      out.add(new Decision.Answer(id, Reason.notRunning()));
    } else if (all) {
      out.add(new Decision.SignalAll(id, number));
    } else if (main == 0) {
      out.add(
          new Decision.Answer(
              id, Reason.failed("it has no main process; --all signals all of its processes")));
    } else {
      out.add(new Decision.Signal(main, number));
      out.add(new Decision.Answer(id, Reason.NONE));
    }
    return decisions();
  }

  /** Its script is to reload what it is set to; {@code id} is for the answer. */
  public List<Decision> reload(long id) {
    tape.input("reload", id);
    if (state != ServiceState.RUNNING) {
      out.add(new Decision.Answer(id, Reason.notRunning()));
    } else if (activity == Activity.IDLE) {
      reloaders.add(id);
      launch(Verb.RELOAD);
    } else if (activity == Activity.RELOAD_SCRIPT) {
      // What changed after that began is not reloaded by it.
      reloadersNext.add(id);
    } else {
      out.add(new Decision.Answer(id, Reason.failed("its start script still runs")));
    }
    return decisions();
  }

  private void reloadEnded(Exit exit) {
    Reason verdict =
        exit.ok()
            ? Reason.NONE
            : exit.code() == NO_SUCH_VERB
                ? new Reason(ExitCode.SCRIPT_UNUSABLE, "its script has no reload")
                : exit.reason(Verb.RELOAD.word());
    answerReloaders(verdict);
    if (state == ServiceState.STOPPING) {
      if (released) {
        bringDown();
      }
    } else if (!reloadersNext.isEmpty()) {
      reloaders.addAll(reloadersNext);
      reloadersNext.clear();
      launch(Verb.RELOAD);
    }
  }

  private void answerReloaders(Reason verdict) {
    reloaders.forEach(id -> out.add(new Decision.Answer(id, verdict)));
    reloaders.clear();
  }

  /** One step of a stop that was released. */
  private void bringDown() {
    switch (activity) {
      case START_SCRIPT, RELOAD_SCRIPT -> out.add(new Decision.Terminate(run));
      case IDLE -> {
        if (up) {
          launch(Verb.STOP);
        } else {
          endMain();
        }
      }
      case STOP_SCRIPT, SWEEP -> {}
    }
  }

  /** The last step of a stop: its main process, and then whatever else there is. */
  private void endMain() {
    if (main != 0 && !killing) {
      out.add(new Decision.EndMain(main, config));
    } else {
      sweep();
    }
  }

  /**
   * The script run {@code ended} has ended; an older run than the newest is none of our business.
   */
  public List<Decision> exited(int ended, Exit exit, Moment now) {
    tape.input("exited", ended, exit, now);
    if (main != 0 && ended == main) {
      mainEnded(exit, now);
      return decisions();
    }
    if (!isScript(ended)) {
      return decisions();
    }
    Activity was = activity;
    ServiceState before = state;
    activity = Activity.IDLE;
    List<Long> unanswered = new ArrayList<>(forgetWaits());
    boolean waited = !unanswered.isEmpty();
    supervise.ifPresent(unanswered::add);
    supervise = OptionalLong.empty();
    if (launchDue) {
      // The run that ended is not the one that was asked for last.
      sweep();
    } else if (was == Activity.RELOAD_SCRIPT) {
      reloadEnded(exit);
    } else if (was == Activity.STOP_SCRIPT) {
      up = false;
      if (!exit.ok() && !killing) {
        reason = exit.reason(Verb.STOP.word()).from(reason.cause());
      }
      endMain();
    } else {
      startEnded(exit, now);
    }
    unanswered.forEach(this::withoutScript);
    if (waited && state == before) {
      // Who looks for circles would take it to wait yet.
      publish(false);
    }
    return decisions();
  }

  private void mainEnded(Exit exit, Moment now) {
    forgetMain();
    status = exit.status();
    switch (state) {
      case STARTING -> {
        if (dropped) {
          ended(exit.clean(), faults.endOfMain(exit.ofMain("")), now);
        } else if (!exit.ok() || !config.forks()) {
          // One that forks away names its daemon in a pid file.
          failedStart(faults.endOfMain(exit.ofMain(" before it was ready")), now);
        }
      }
      case RUNNING -> ended(exit.clean(), faults.endOfMain(exit.ofMain("")), now);
      case STOPPING -> {
        if (released && activity == Activity.IDLE) {
          bringDown();
        }
      }
      case NULL, FAILED, STOPPED -> {}
    }
    answerKillers();
  }

  private void answerKillers() {
    killers.forEach(id -> out.add(new Decision.Answer(id, Reason.NONE)));
    killers.clear();
  }

  /** It does not run any more, and nobody has asked for that. */
  private void ended(boolean clean, Reason why, Moment now) {
    long ran = state == ServiceState.RUNNING ? now.millisSince(since) : 0;
    up = false;
    held = false;
    Restarts.Next next = restarts.ended(config.restart(), clean, ran, now);
    if (next instanceof Restarts.Again again) {
      backOff = again.pause();
      become(
          ServiceState.STARTING,
          new Reason(ExitCode.DONE, "restarts in " + Durations.show(backOff) + ": " + why.text()),
          now);
    } else if (next instanceof Restarts.TooMany tooMany) {
      become(
          ServiceState.FAILED, Reason.failed(tooMany.history() + ", and then " + why.text()), now);
    } else {
      become(clean ? ServiceState.STOPPED : ServiceState.FAILED, why, now);
    }
    sweep();
  }

  /** A start has failed; where nobody has asked for it, there may be another one. */
  private void failedStart(Reason why, Moment now) {
    if (restarting) {
      ended(false, why, now);
    } else {
      up = false;
      become(ServiceState.FAILED, why, now);
      sweep();
    }
  }

  /** The pause before the restart that followed the run {@code of} is over. */
  public List<Decision> rested(int of, Moment now) {
    tape.input("rested", of, now);
    if (of == run && backOff != null && activity == Activity.IDLE) {
      backOff = null;
      restarting = true;
      wave = now;
      asked(Asker.RESTART, now);
      lastVerdict = Reason.NONE;
      earlyEnd = null;
      launch(Verb.START);
      publish(false);
    }
    return decisions();
  }

  private void startEnded(Exit exit, Moment now) {
    switch (state) {
      case STARTING -> {
        if (!exit.ok()) {
          fail(exit, now);
        } else if (earlyEnd != null) {
          earlyEnd(now);
        } else if (config.ready().isPresent()) {
          up = true;
          probe();
          publish(false);
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

  /** Its start script was right, and what that has started is over by now. */
  private void earlyEnd(Moment now) {
    if (restarting) {
      ended(earlyEnd.state() == ServiceState.STOPPED, earlyEnd.reason(), now);
    } else {
      become(earlyEnd.state(), earlyEnd.reason(), now);
      sweep();
    }
  }

  private void fail(Exit exit, Moment now) {
    boolean byDependency = !lastVerdict.ok() && exit.code() == lastVerdict.code();
    status = byDependency ? ServiceView.Main.NO_EXIT : exit.status();
    failedStart(byDependency ? lastVerdict : exit.reason(Verb.START.word()), now);
  }

  private void running(Moment now) {
    up = true;
    Optional<InjectedFault> delay = faults.get(Kind.DELAY);
    if (faults.has(Kind.UNREADY)) {
      hold("ready, and made not to be", Kind.UNREADY);
    } else if (delay.isPresent() && !held) {
      hold("ready, and made to be later", Kind.DELAY);
      out.add(new Decision.Delay(Kind.DELAY, startRun, patience(delay.get().time())));
    } else if (delay.isEmpty()) {
      comeUp(now);
    }
  }

  /** It is ready, and starts yet. */
  private void hold(String what, Kind kind) {
    held = true;
    reason = faults.notReady(what, kind);
    publish(false);
  }

  /** That, or as long as its start may take, where that is less. */
  private Duration patience(Duration delay) {
    return config
        .startTimeout()
        .filter(limit -> !limit.isZero() && limit.compareTo(delay) < 0)
        .orElse(delay);
  }

  private void comeUp(Moment now) {
    held = false;
    restarting = false;
    if (!dropped) {
      took = now.millisSince(asked);
    }
    become(ServiceState.RUNNING, Reason.NONE, now);
    crashLater();
  }

  private void crashLater() {
    if (main != 0) {
      faults
          .get(Kind.CRASH_LOOP)
          .ifPresent(it -> out.add(new Decision.Delay(Kind.CRASH_LOOP, startRun, it.time())));
    }
  }

  /** It is time for what the fault does to the start {@code of}. */
  public List<Decision> due(Kind kind, int of, Moment now) {
    tape.input("due", kind, of, now);
    Optional<InjectedFault> fault = faults.get(kind);
    if (of != startRun || fault.isEmpty()) {
      return decisions();
    }
    if (kind == Kind.CRASH_LOOP) {
      if (main != 0 && (held || state == ServiceState.RUNNING)) {
        killMain(kind);
      }
    } else if (held && !dropped && !faults.has(Kind.UNREADY)) {
      Duration limit = patience(fault.get().time());
      if (limit.equals(fault.get().time())) {
        comeUp(now);
      } else {
        held = false;
        String late = "not ready after " + Durations.show(limit);
        failedStart(Reason.failed(faults.notReady(late, kind).text()), now);
      }
    }
    return decisions();
  }

  private void killMain(Kind kind) {
    faults.kills(kind);
    out.add(new Decision.Signal(main, SIGKILL));
  }

  /** It is broken on purpose; {@code id} is for the answer. */
  public List<Decision> inject(long id, InjectedFault fault, Moment now) {
    tape.input("inject", id, fault, now);
    Reason problem = problem(fault.kind());
    if (!problem.ok()) {
      out.add(new Decision.Answer(id, problem));
      return decisions();
    }
    switch (fault.kind()) {
      case KILL -> {
        // Whoever has killed it finds it dead.
        killers.add(id);
        killMain(fault.kind());
        return decisions();
      }
      case FREEZE -> {
        freezing = OptionalLong.of(id);
        out.add(new Decision.SignalAll(id, SIGSTOP));
        return decisions();
      }
      case THAW -> {
        faults.remove(Kind.FREEZE);
        publish(false);
        thaw(id);
        return decisions();
      }
      case CLEAR -> {
        clear(id, now);
        return decisions();
      }
      case DELAY, FAIL, UNREADY, CRASH_LOOP, SLOW_OUTPUT -> {
        faults.add(fault);
        begin(fault, now);
      }
    }
    out.add(new Decision.Answer(id, Reason.NONE));
    return decisions();
  }

  /** Why that cannot be done to it now. */
  private Reason problem(Kind kind) {
    boolean process = kind == Kind.KILL || kind == Kind.CRASH_LOOP && state == ServiceState.RUNNING;
    if ((kind == Kind.KILL || kind == Kind.FREEZE || kind == Kind.THAW) && !state.active()) {
      return Reason.notRunning();
    }
    return process && main == 0 ? Reason.failed("it has no main process") : Reason.NONE;
  }

  private void begin(InjectedFault fault, Moment now) {
    if (fault.kind() == Kind.SLOW_OUTPUT) {
      out.add(new Decision.Pace(fault.number()));
    } else if (fault.kind() == Kind.UNREADY && held) {
      hold("ready, and made not to be", Kind.UNREADY);
      return;
    } else if (fault.kind() == Kind.UNREADY && state == ServiceState.RUNNING) {
      held = true;
      dropped = true;
      become(ServiceState.STARTING, faults.notReady("made not to be ready", Kind.UNREADY), now);
      return;
    } else if (fault.kind() == Kind.CRASH_LOOP && state == ServiceState.RUNNING) {
      crashLater();
    }
    publish(false);
  }

  private void clear(long id, Moment now) {
    boolean crashing = faults.has(Kind.CRASH_LOOP);
    clearFaults(id);
    if (held) {
      comeUp(now);
    } else {
      publish(false);
    }
    if (crashing && backOff != null) {
      restarts.forget();
      backOff = Duration.ZERO;
      if (activity == Activity.IDLE) {
        out.add(new Decision.Rest(run, backOff));
      }
    }
  }

  private void clearFaults(long id) {
    if (faults.has(Kind.SLOW_OUTPUT)) {
      out.add(new Decision.Pace(0));
    }
    boolean frozen = faults.has(Kind.FREEZE) || freezing.isPresent();
    faults.clear();
    if (frozen) {
      thaw(id);
    } else if (id != NOBODY) {
      out.add(new Decision.Answer(id, Reason.NONE));
    }
  }

  private void thaw(long id) {
    freezing = OptionalLong.empty();
    out.add(new Decision.SignalAll(id, SIGCONT));
  }

  /** All of its processes have got the signal of the request {@code id}, or why not. */
  public List<Decision> signalled(long id, Reason problem) {
    tape.input("signalled", id, problem);
    if (freezing.isPresent() && freezing.getAsLong() == id) {
      freezing = OptionalLong.empty();
      if (problem.ok()) {
        faults.add(InjectedFault.parse(Kind.FREEZE.word()));
        publish(false);
      }
    }
    out.add(new Decision.Answer(id, problem));
    return decisions();
  }

  /**
   * Its script run {@code by}, or a process that this run has left, says that it is in {@code
   * reported} now. What is left of a run before the newest start speaks for itself alone.
   */
  public List<Decision> reported(int by, ServiceState reported, Moment now) {
    tape.input("reported", by, reported, now);
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
    } else if (held && activity != Activity.START_SCRIPT) {
      reportedEnd(reported, ended, now);
    } else if (state == ServiceState.STARTING) {
      earlyEnd = Notice.of(name, reported, ended);
    } else if (state == ServiceState.RUNNING) {
      reportedEnd(reported, ended, now);
    }
    return decisions();
  }

  private void reportedEnd(ServiceState reported, Reason ended, Moment now) {
    boolean clean = reported == ServiceState.STOPPED;
    if (activity != Activity.START_SCRIPT && config.restart().covers(clean)) {
      ended(clean, ended, now);
      return;
    }
    up = false;
    become(reported, ended, now);
    if (activity == Activity.START_SCRIPT) {
      out.add(new Decision.Terminate(run));
    } else {
      // Whoever said so need not have been the last process of it.
      sweep();
    }
  }

  /** Whether {@code which} is a script run that has not ended. */
  public boolean isScript(int which) {
    return which == run && activity != Activity.IDLE && activity != Activity.SWEEP;
  }

  /** Its script run {@code by} waits for {@code names}; {@code id} is for the answer. */
  public List<Decision> depend(
      int by, long id, DependencyKind kind, List<String> names, Moment now) {
    tape.input("depend", by, id, kind, names, now);
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
    List<String> each = waits.open(id, kind, names, patient);
    if (activity == Activity.START_SCRIPT) {
      record(new Trace.Opened(id, kind, each, now));
    }
    // What it waits for is known before the edges are: they are judged by it.
    publish(false);
    out.add(new Decision.Link(id, kind, each, wave));
    return decisions();
  }

  /** What {@code id} waits for is no need of the service, since no script of it waits. */
  private void withoutScript(long id) {
    out.add(
        state == ServiceState.RUNNING
            ? new Decision.Disown(id)
            : new Decision.Answer(id, Reason.failed("'" + name + "' has no script that runs")));
  }

  /** Whether a script of it waits for anything. */
  public boolean waits() {
    return !waits.isEmpty();
  }

  /** A notice of something that it waits for. */
  public List<Decision> hear(Notice notice, Moment now) {
    tape.input("hear", notice, now);
    Waits.Heard result = waits.hear(notice);
    for (long id : result.named()) {
      record(new Trace.Settled(id, notice.name(), notice.settles(), now));
    }
    result
        .settled()
        .forEach(
            (id, verdict) -> {
              lastVerdict = verdict;
              record(new Trace.Closed(id, now));
              out.add(new Decision.Answer(id, verdict));
            });
    result.unneeded().forEach(other -> out.add(new Decision.Unlisten(other)));
    if (result.heard()) {
      publish(false);
    }
    return decisions();
  }

  /** Nothing is left of the service's processes. */
  public List<Decision> swept(Moment now) {
    tape.input("swept", now);
    if (activity != Activity.SWEEP) {
      return decisions();
    }
    activity = Activity.IDLE;
    if (launchDue) {
      launchDue = false;
      launch(Verb.START);
    } else if (backOff != null) {
      out.add(new Decision.Rest(run, backOff));
    } else if (state == ServiceState.STOPPING) {
      become(ServiceState.STOPPED, reason, now);
    }
    return decisions();
  }

  /** linitd itself has failed to end its processes: it has failed, whatever it was to be next. */
  public List<Decision> unswept(Reason why, Moment now) {
    tape.input("unswept", why, now);
    if (activity != Activity.SWEEP) {
      return decisions();
    }
    activity = Activity.IDLE;
    wanted = false;
    launchDue = false;
    backOff = null;
    restarting = false;
    become(ServiceState.FAILED, why, now);
    return decisions();
  }

  private void launch(Verb verb) {
    run++;
    OptionalInt failure = OptionalInt.empty();
    if (verb == Verb.START) {
      failure = faults.takeFailure();
      held = false;
      runs++;
      startRun = run;
      config = new ServiceConfig();
      said = "";
      status = ServiceView.Main.NO_EXIT;
    }
    activity =
        switch (verb) {
          case START -> Activity.START_SCRIPT;
          case STOP -> Activity.STOP_SCRIPT;
          case RELOAD -> Activity.RELOAD_SCRIPT;
        };
    if (verb != Verb.RELOAD) {
      unprobe();
    }
    out.add(
        new Decision.Launch(
            verb, run, verb == Verb.STOP ? config.stopTimeout() : Optional.empty(), failure));
  }

  private void sweep() {
    activity = Activity.SWEEP;
    reloaders.addAll(reloadersNext);
    reloadersNext.clear();
    answerReloaders(Reason.notRunning());
    forgetMain();
    // What stood still will be gone.
    faults.remove(Kind.FREEZE);
    answerKillers();
    unprobe();
    out.add(new Decision.Sweep(killing));
  }

  private void forgetMain() {
    main = 0;
    pid = OptionalLong.empty();
  }

  private void unprobe() {
    if (probing) {
      probing = false;
      out.add(new Decision.Unprobe());
    }
  }

  /** Its start script gets nothing more that it waits for. */
  private void endWaits() {
    forgetWaits().forEach(id -> out.add(new Decision.Answer(id, Reason.stopping(name))));
  }

  /** Ends all waits, and gives the ids of those who are still to be told. */
  private List<Long> forgetWaits() {
    Waits.Forgotten forgotten = waits.forget();
    forgotten.names().forEach(other -> out.add(new Decision.Unlisten(other)));
    return forgotten.ids();
  }

  private void become(ServiceState next, Reason because, Moment now) {
    if (state == ServiceState.STARTING && !dropped) {
      record(new Trace.Ended(endOfStart(next), because, now));
    }
    state = next;
    reason = because;
    since = now;
    publish(true);
    held = held && next == ServiceState.STARTING;
    dropped = held && dropped;
  }

  /** What has become of a start that goes over to {@code next}. */
  private static ServiceState endOfStart(ServiceState next) {
    return switch (next) {
      case STARTING -> ServiceState.FAILED;
      case STOPPING -> ServiceState.STOPPED;
      case NULL, RUNNING, FAILED, STOPPED -> next;
    };
  }

  private void publish(boolean changed) {
    out.add(new Decision.Publish(report(), changed));
  }

  /** What the service says of itself now. */
  public Report report() {
    return new Report(
        name,
        state,
        wanted,
        reason,
        since,
        waits.names(),
        starts,
        runs,
        took,
        new Report.Process(
            pid, status, restarts.total(), said, config.description(), faults.words()),
        // One that was only made not to be ready has not been restarted.
        new Policy(config.stopOnDepFailure(), config.restartDependents() && !dropped),
        new Report.Start(asker, doing()));
  }

  private String doing() {
    return switch (activity) {
      case START_SCRIPT -> "start script";
      case STOP_SCRIPT -> "stop script";
      case RELOAD_SCRIPT -> "reload script";
      case SWEEP -> "sweep";
      case IDLE -> held ? "fault" : probing ? "readiness" : "";
    };
  }

  private List<Decision> decisions() {
    List<Decision> result = List.copyOf(out);
    out.clear();
    tape.decided(result);
    return result;
  }
}
