package org.panux.linit.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Memory;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.SupNote;
import org.panux.linit.protocol.ServiceState;

/** Decides what becomes of the services of a linitd that has died, by what is left of them. */
final class Recovery {
  private static final int MOST_NAMES = 10;

  /**
   * What is there now.
   *
   * @param owned every process of the dead linitd, with its token, or with as much of that as is
   *     known: instance and service
   * @param alive whether that very process is there
   * @param sup what linit-sup has written down of a service
   */
  record Findings(
      Map<ProcessIdentity, String> owned,
      Predicate<ProcessIdentity> alive,
      Function<String, Optional<SupNote>> sup) {}

  private final String instance;
  private final Findings findings;
  private final List<String> running = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final List<String> anew = new ArrayList<>();
  private final List<String> stopped = new ArrayList<>();

  private Recovery(String instance, Findings findings) {
    this.instance = instance;
    this.findings = findings;
  }

  static Recovered of(Remembered past, String instance, Findings findings) {
    return new Recovery(instance, findings).decide(past);
  }

  private Recovered decide(Remembered past) {
    if (past.closing() || past.damage().isPresent() || past.header().isEmpty()) {
      int left = findings.owned().size();
      List<String> said = new ArrayList<>();
      if (past.closing()) {
        said.add("an earlier linitd has died while it stopped everything");
      }
      if (left > 0) {
        said.add("ending what an earlier linitd has left: " + count(left, "process", "processes"));
      }
      List<String> strays = left == 0 ? List.of() : List.of(instance + ":");
      return new Recovered(List.of(), Map.of(), List.of(), Map.of(), strays, said);
    }
    Map<String, Map<Integer, Integer>> runs = runs();
    List<Recovered.Service> services = new ArrayList<>();
    Map<String, Integer> strays = new HashMap<>();
    past.services().forEach(record -> services.add(service(record, runs, strays)));
    // What is left here has no record at all.
    runs.forEach((name, each) -> strays.merge(prefix(name), sum(each), Integer::sum));
    return new Recovered(
        services,
        past.needs(),
        past.restarts(),
        past.published(),
        List.copyOf(new TreeSet<>(strays.keySet())),
        said(sum(strays)));
  }

  /** How many processes there are of each run of each service; of run 0, where it is unknown. */
  private Map<String, Map<Integer, Integer>> runs() {
    Map<String, Map<Integer, Integer>> runs = new HashMap<>();
    for (String owner : findings.owned().values()) {
      String[] parts = owner.split(":", -1);
      int run = parts.length > 3 ? Integer.parseInt(parts[2]) : 0;
      runs.computeIfAbsent(parts[1], name -> new HashMap<>()).merge(run, 1, Integer::sum);
    }
    return runs;
  }

  private String prefix(String name) {
    return instance + ":" + name + ":";
  }

  private Recovered.Service service(
      ServiceRecord record, Map<String, Map<Integer, Integer>> all, Map<String, Integer> strays) {
    String name = record.name();
    Memory memory = record.memory();
    Map<Integer, Integer> runs = Optional.ofNullable(all.remove(name)).orElse(Map.of());
    int newest = runs.keySet().stream().reduce(0, Math::max);
    boolean ran = memory.state() == ServiceState.RUNNING;
    Optional<SupNote> note = ran ? note(record) : Optional.empty();
    Optional<Exit> end = ran ? end(record, note) : Optional.empty();
    switch (memory.state()) {
      case RUNNING -> {
        if (end.isPresent()) {
          ended.add(name + " (" + end.get().ofMain("").text() + ")");
        } else {
          running.add(name);
          // Of a stop or a start that nobody has written down any more.
          runs.forEach(
              (run, count) -> {
                if (run > memory.startRun()) {
                  strays.put(prefix(name) + run + ":", count);
                }
              });
        }
      }
      case STARTING -> anew.add(name);
      case STOPPING -> stopped.add(name);
      case NULL, FAILED, STOPPED -> {
        if (!runs.isEmpty()) {
          strays.put(prefix(name), sum(runs));
        }
      }
    }
    ServiceRecord now =
        new ServiceRecord(
            name,
            memory.atLeast(newest),
            record.current(),
            record.started(),
            record.process(),
            record.marker());
    return new Recovered.Service(now, end, note.isPresent() && end.isEmpty());
  }

  /** What linit-sup says of it, where that is what it runs by. */
  private Optional<SupNote> note(ServiceRecord record) {
    return Optional.of(record)
        .filter(it -> it.memory().main() == 0)
        .flatMap(it -> findings.sup().apply(it.name()))
        .filter(it -> record.started().filter(it.token()::equals).isPresent());
  }

  /** How the process of a service that ran has ended; empty where it has not, or has none. */
  private Optional<Exit> end(ServiceRecord record, Optional<SupNote> note) {
    if (record.memory().main() != 0) {
      return record.process().filter(findings.alive()).isPresent()
          ? Optional.empty()
          : Optional.of(Exit.unknown());
    }
    if (note.isEmpty() || note.get().code().isPresent()) {
      return note.map(it -> Exit.of(it.code().getAsInt(), ""));
    }
    long pid = note.get().pid();
    boolean there =
        findings.owned().entrySet().stream()
            .anyMatch(
                it -> it.getKey().pid() == pid && it.getValue().startsWith(prefix(record.name())));
    return there ? Optional.empty() : Optional.of(Exit.unknown());
  }

  private List<String> said(int strays) {
    List<String> said = new ArrayList<>();
    said.add(
        "an earlier linitd has died: taking over, "
            + count(running.size(), "service runs on", "services run on"));
    List<String> rest = new ArrayList<>();
    add(rest, "ended meanwhile: ", ended);
    add(rest, "started anew: ", anew);
    add(rest, "stopped: ", stopped);
    if (strays > 0) {
      rest.add("ending " + count(strays, "process", "processes") + " that nothing accounts for");
    }
    if (!rest.isEmpty()) {
      said.add(String.join("; ", rest));
    }
    return said;
  }

  private static void add(List<String> parts, String what, List<String> names) {
    if (!names.isEmpty()) {
      int more = names.size() - MOST_NAMES;
      parts.add(
          what
              + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)))
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
