package org.panux.linit.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.process.Boot;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.SupNote;

/**
 * The state on disk at the start of linitd: what an earlier one has left, and the journal that goes
 * on from there.
 */
public final class State {
  private final Path run;
  private final StateFile file;
  private final String boot;

  /** What was there, without damage and of this start of the machine. */
  private final Remembered past;

  private final String instance;

  /** What was wrong with it. */
  private final Optional<String> problem;

  private List<Entry> entries = List.of();
  private boolean written;

  private State(Path run, StateFile file, String boot, Remembered past, Optional<String> problem) {
    this.run = run;
    this.file = file;
    this.boot = boot;
    this.past = past;
    this.instance = past.header().map(Entry.Header::instance).orElseGet(RunToken::random);
    this.problem = problem;
  }

  /** Reads what is there below {@code run}; {@link #recover} says what was wrong with it. */
  public static State read(Path run) {
    StateFile file = new StateFile(run);
    String boot = boot();
    try {
      Remembered past = file.read().map(Remembered::of).orElse(Remembered.NOTHING);
      Optional<String> problem = Optional.empty();
      if (past.damage().isPresent()) {
        problem = Optional.of(setAside(file, past.damage().get()));
      }
      boolean same = past.header().filter(header -> header.boot().equals(boot)).isPresent();
      return new State(run, file, boot, same ? past : Remembered.NOTHING, problem);
    } catch (IOException e) {
      String why = "cannot read the state in " + file.path() + ": " + e.getMessage();
      return new State(run, file, boot, Remembered.NOTHING, Optional.of(why));
    }
  }

  private static String setAside(StateFile file, String damage) throws IOException {
    return "the state in "
        + file.path()
        + " is damaged ("
        + damage
        + "); it is set aside as "
        + file.setAside().getFileName()
        + ", and what it says is not believed";
  }

  /**
   * Another start of the machine, or of the container, has other processes: in the latter, process
   * 1 is another one.
   */
  private static String boot() {
    return Boot.id() + "/" + ProcessIdentity.of(1).map(ProcessIdentity::startTicks).orElse(0L);
  }

  /** What the tokens of this linitd begin with, and of the one before whose state this is. */
  public String instance() {
    return instance;
  }

  /** The numbers in the markers of the services. */
  public Map<String, Integer> markers() {
    Map<String, Integer> markers = new HashMap<>();
    for (ServiceRecord record : past.services()) {
      if (record.marker() > 0) {
        markers.put(record.name(), record.marker());
      }
    }
    return markers;
  }

  /** What linit-sup has written down of {@code service}; reads a file. */
  public Optional<SupNote> supNote(String service) {
    return SupNote.read(run, service);
  }

  /** Looks at what is left, and writes down what is taken over. */
  public Recovered recover(ProcessTable processes) {
    Recovered recovered =
        past.header().isPresent() || processes.anyGroup()
            ? Recovery.of(
                past,
                instance,
                new Recovery.Findings(
                    processes.owned(instance + ":"), ProcessIdentity::alive, this::supNote))
            : Recovered.nothing();
    entries = entries(recovered);
    write();
    return problem.map(recovered::saying).orElse(recovered);
  }

  private List<Entry> entries(Recovered recovered) {
    List<Entry> all = new ArrayList<>();
    all.add(new Entry.Header(instance, boot));
    recovered.needs().forEach((name, needs) -> all.add(new Entry.Needs(name, needs)));
    recovered.services().forEach(service -> all.add(service.record()));
    recovered.published().forEach((name, value) -> all.add(new Entry.Value(name, value)));
    if (!recovered.restarts().isEmpty()) {
      all.add(new Entry.Restart(Entry.Restart.INHERITED, recovered.restarts()));
    }
    return List.copyOf(all);
  }

  /** Before anything is launched: a process of an instance that nobody knows would be nobody's. */
  private void write() {
    try {
      file.replace(JournalText.lines(entries));
      written = true;
    } catch (IOException e) {
      // The journal tries it again, and says so.
      written = false;
    }
  }

  StateFile file() {
    return file;
  }

  List<Entry> entries() {
    return entries;
  }

  /** Whether the file holds {@link #entries}. */
  boolean written() {
    return written;
  }
}
