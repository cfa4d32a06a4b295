package org.panux.linit.model;

import java.util.List;
import java.util.OptionalLong;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * What a service says of itself at a change.
 *
 * @param wanted whether it was last asked to run, which is not whether it does
 * @param since when it came into this state
 * @param waiting what its script waits for, or its stop does
 * @param starts how many start requests it has handled; tells the coordinator which of its own
 *     requests this report already knows of
 * @param runs how many times its start script was launched
 * @param took milliseconds from asked to running, at its last start; -1 where it never got there
 * @param process what there is to say of its processes
 * @param policy what its script says about failures around it
 * @param start who asked for its newest start, and what goes on
 */
public record Report(
    String name,
    ServiceState state,
    boolean wanted,
    Reason reason,
    Moment since,
    List<String> waiting,
    long starts,
    int runs,
    long took,
    Process process,
    Policy policy,
    Start start) {

  /**
   * @param main the id of the main process, where it has one
   * @param exit how it ended last, as {@link ServiceView.Main#exit} has it
   * @param restarts how often it was started again by itself since somebody asked for it
   * @param said what it says of itself
   * @param description what its script says of it
   * @param faults what is broken of it on purpose
   */
  public record Process(
      OptionalLong main,
      int exit,
      int restarts,
      String said,
      String description,
      List<String> faults) {
    public static final Process NONE =
        new Process(OptionalLong.empty(), ServiceView.Main.NO_EXIT, 0, "", "", List.of());

    private boolean same(Process other) {
      return main.equals(other.main)
          && exit == other.exit
          && restarts == other.restarts
          && said.equals(other.said)
          && description.equals(other.description)
          && faults.equals(other.faults);
    }
  }

  /**
   * @param asker who asked first
   * @param doing what is under way, in a word; empty where nothing is
   */
  public record Start(Asker asker, String doing) {
    public static final Start NONE = new Start(Asker.NOBODY, "");
  }

  /** A service of which nothing is known but the name. */
  public static Report unknown(String name) {
    return new Report(
        name,
        ServiceState.NULL,
        false,
        Reason.NONE,
        new Moment(0, 0),
        List.of(),
        0,
        0,
        -1,
        Process.NONE,
        Policy.LEAVE,
        Start.NONE);
  }

  /**
   * Whether people see nothing new in {@code later}. Asked in each boot, so that records are not
   * compared as such, whose equality takes 20 ms to make at first.
   */
  public boolean looksLike(Report later) {
    return state == later.state
        && wanted == later.wanted
        && runs == later.runs
        && took == later.took
        && (reason == later.reason || reason.equals(later.reason))
        && process.same(later.process)
        && waiting.equals(later.waiting);
  }

  public Notice notice() {
    return Notice.of(name, state, reason);
  }
}
