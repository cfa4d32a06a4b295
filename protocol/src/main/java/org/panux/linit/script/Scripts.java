package org.panux.linit.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.panux.linit.protocol.Text;
import org.panux.linit.protocol.WaitPath;
import org.panux.linit.script.LsbHeader.Key;

/**
 * Finds out which script stands behind a name, and what has to come before an LSB script; pure, for
 * the scripts as they were at one time.
 */
public final class Scripts {
  /**
   * Which of several scripts stands for a name.
   *
   * @param taken the one that does
   * @param others who provide it, too
   */
  public record Choice(String taken, List<String> others) {}

  /**
   * What comes before an LSB script.
   *
   * @param needs have to run, and it fails with them
   * @param wants are started, and it goes on without them: what stands for facilities
   * @param after only come first where they are being started anyway
   * @param cycle the circle in which headers need each other, and this script is part of; empty
   *     where there is none
   */
  public record Before(
      List<String> needs, List<String> wants, List<String> after, List<String> cycle) {}

  private final SortedMap<String, ScriptText> texts;
  private final Set<String> enabled;

  /**
   * @param texts of all scripts, by their names
   * @param enabled the names of what boot starts
   */
  public Scripts(Map<String, ScriptText> texts, Collection<String> enabled) {
    this.texts = new TreeMap<>(texts);
    this.enabled = Set.copyOf(enabled);
  }

  /**
   * Who stands for {@code name}: its own script, else an enabled one that provides it, else the
   * first one by name.
   */
  public Optional<Choice> provider(String name) {
    if (texts.containsKey(name)) {
      return Optional.of(new Choice(name, List.of()));
    }
    List<String> found = new ArrayList<>();
    texts.forEach(
        (script, text) -> {
          if (text.provides().contains(name)) {
            found.add(script);
          }
        });
    return choose(found);
  }

  private Optional<Choice> choose(List<String> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String taken = found.stream().filter(enabled::contains).findFirst().orElse(found.get(0));
    return Optional.of(new Choice(taken, found.stream().filter(it -> !it.equals(taken)).toList()));
  }

  /** What the header of {@code name} says that it is; an empty text where it does not say. */
  public String description(String name) {
    ScriptText text = texts.get(name);
    return text == null
        ? ""
        : text.header()
            .map(header -> Text.printable(header.text(Key.SHORT_DESCRIPTION)))
            .orElse("");
  }

  /** What has to come before the LSB script {@code name}. */
  public Before before(String name) {
    List<String> path = List.of();
    for (String next : hard(name)) {
      if (path.isEmpty()) {
        path = WaitPath.find(next, name, this::hard);
      }
    }
    List<String> cycle = new ArrayList<>();
    if (!path.isEmpty()) {
      cycle.add(name);
      cycle.addAll(path);
    }
    Set<String> needs = needs(name);
    Set<String> wants = wants(name);
    wants.removeAll(needs);
    Set<String> after = after(name);
    after.removeAll(needs);
    after.removeAll(wants);
    return new Before(List.copyOf(needs), List.copyOf(wants), List.copyOf(after), cycle);
  }

  /** What {@code name} cannot come before by its header. */
  private Set<String> hard(String name) {
    Set<String> result = needs(name);
    result.addAll(wants(name));
    return result;
  }

  private Set<String> needs(String name) {
    Set<String> result = new LinkedHashSet<>();
    for (String other : listed(name, Key.REQUIRED_START)) {
      if (!Facilities.is(other)) {
        // What nobody provides is asked for all the same: then the failure says its name.
        result.add(provider(other).map(Choice::taken).orElse(other));
      }
    }
    result.remove(name);
    return result;
  }

  private Set<String> wants(String name) {
    Set<String> result = new LinkedHashSet<>();
    for (String other : listed(name, Key.REQUIRED_START)) {
      if (Facilities.is(other) && !other.equals(Facilities.ALL)) {
        facility(other).ifPresent(result::add);
      }
    }
    result.remove(name);
    return result;
  }

  private Set<String> after(String name) {
    Set<String> result = new LinkedHashSet<>();
    for (Key key : List.of(Key.SHOULD_START, Key.REQUIRED_STOP, Key.SHOULD_STOP)) {
      listed(name, key).forEach(other -> standsFor(other).ifPresent(result::add));
    }
    texts.keySet().stream().filter(other -> goesBefore(other, name)).forEach(result::add);
    if (listed(name, Key.REQUIRED_START).contains(Facilities.ALL)
        || listed(name, Key.SHOULD_START).contains(Facilities.ALL)) {
      enabled.stream().sorted().filter(other -> !comesAfter(other, name)).forEach(result::add);
    }
    result.remove(name);
    return result;
  }

  /** Whether the header of {@code other} says that it starts before {@code name}. */
  private boolean goesBefore(String other, String name) {
    return List.of(Key.START_BEFORE, Key.STOP_AFTER).stream()
        .flatMap(key -> listed(other, key).stream())
        .anyMatch(word -> standsFor(word).filter(name::equals).isPresent());
  }

  /** Whether {@code other} cannot come before {@code name}, which wants to be after everything. */
  private boolean comesAfter(String other, String name) {
    return !WaitPath.find(other, name, this::hard).isEmpty()
        || listed(other, Key.REQUIRED_START).contains(Facilities.ALL)
        || listed(other, Key.SHOULD_START).contains(Facilities.ALL);
  }

  private Optional<String> standsFor(String word) {
    return Facilities.is(word) ? facility(word) : provider(word).map(Choice::taken);
  }

  /** The script that stands for a facility; empty where the facility counts as there. */
  private Optional<String> facility(String facility) {
    Set<String> found = new LinkedHashSet<>();
    provider(facility).ifPresent(it -> found.add(it.taken()));
    Facilities.usual(facility)
        .forEach(usual -> provider(usual).ifPresent(it -> found.add(it.taken())));
    return choose(List.copyOf(found)).map(Choice::taken);
  }

  private List<String> listed(String name, Key key) {
    ScriptText text = texts.get(name);
    return text == null
        ? List.of()
        : text.header().map(header -> header.list(key)).orElse(List.of());
  }
}
