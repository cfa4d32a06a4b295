package org.panux.linit.flight;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.model.Coordinator;
import org.panux.linit.model.Lifecycle;
import org.panux.linit.model.Report;
import org.panux.linit.protocol.Text;

/** Gives the model the events of a recording again, and compares what it decides. */
public final class Replay {
  /** What the recording calls the part that knows all services. */
  public static final String COORDINATOR = "coordinator";

  /** Before the name of a service. */
  public static final String SERVICE = "service/";

  private static final Map<String, Method> EVENTS = events();
  private static final int LONGEST_MESSAGE = 300;

  private final Map<String, Object> parts = new LinkedHashMap<>();
  private final Reports reports = new Reports();
  private int events;
  private long decisions;

  private Replay() {}

  /** The file is no recording, or is not as it was written; the message says so in one line. */
  public static final class Unusable extends Exception {
    Unusable(String message) {
      // It quotes what anybody may have written.
      super(Text.clip(message, LONGEST_MESSAGE));
    }
  }

  /**
   * Where the model decides otherwise.
   *
   * @param who the service, or the coordinator
   * @param event what came in
   */
  public record Difference(int line, String who, String event, String recorded, String now) {}

  /**
   * @param version of the linitd that recorded it
   * @param parts how many took part: the services, and who coordinates them
   * @param cut whether the last line was not written to its end, as when linitd was killed
   */
  public record Result(
      String version,
      int parts,
      int events,
      long decisions,
      boolean cut,
      Optional<Difference> difference) {}

  private static Map<String, Method> events() {
    Map<String, Method> events = new HashMap<>();
    for (Class<?> type : List.of(Lifecycle.class, Coordinator.class)) {
      for (Method method : type.getDeclaredMethods()) {
        events.put(type.getSimpleName() + "." + method.getName(), method);
      }
    }
    return events;
  }

  /**
   * @throws IOException where it cannot be read
   */
  public static Result of(Path file) throws IOException, Unusable {
    return of(Files.readAllBytes(file));
  }

  static Result of(byte[] bytes) throws Unusable {
    Replay replay = new Replay();
    String version = null;
    int number = 0;
    int from = 0;
    Optional<Difference> difference = Optional.empty();
    for (int at = 0; at < bytes.length && difference.isEmpty(); at++) {
      if (bytes[at] == '\n') {
        number++;
        Optional<String> text = Line.text(bytes, from, at);
        if (number == 1) {
          version = text.map(Replay::version).orElseThrow(Replay::foreign);
          if (version.isEmpty()) {
            throw foreign();
          }
        } else {
          difference = replay.line(number, text);
        }
        from = at + 1;
      }
    }
    if (version == null) {
      throw foreign();
    }
    boolean cut = difference.isEmpty() && from < bytes.length;
    return new Result(
        version, replay.parts.size(), replay.events, replay.decisions, cut, difference);
  }

  private static String version(String header) {
    return header.startsWith(Line.MAGIC) ? header.substring(Line.MAGIC.length()) : "";
  }

  private static Unusable foreign() {
    return new Unusable("it is no flight recording of linitd");
  }

  private Optional<Difference> line(int number, Optional<String> text) throws Unusable {
    try {
      return line(number, text.orElseThrow(() -> new Notation.Malformed("its checksum is wrong")));
    } catch (Notation.Malformed e) {
      throw new Unusable("it is damaged: line " + number + ": " + e.getMessage());
    } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
      // Each value is one that there is, and of another kind than belongs there.
      throw new Unusable("it is damaged: line " + number + ": it has values of the wrong kind");
    }
  }

  private Optional<Difference> line(int number, String text) throws Notation.Malformed {
    Notation.Reader line = new Notation.Reader(text + " ");
    String id = line.word();
    String event = line.word();
    if (event.equals(Line.NEW)) {
      parts.put(id, fresh(id));
      return Optional.empty();
    }
    if (event.equals(Line.WAS)) {
      Object part = line.value();
      if (!Shape.isPart(part)) {
        throw new Notation.Malformed("it does not say what " + id + " was");
      }
      parts.put(id, part);
      return Optional.empty();
    }
    Object part = parts.get(id);
    if (part == null) {
      throw new Notation.Malformed("it does not say before what " + Text.clip(id, 64) + " is");
    }
    String arguments = line.rest();
    List<Object> values = arguments(line);
    arguments = arguments.substring(0, arguments.length() - line.rest().length());
    line.expect(Line.SO);
    String recorded = line.rest().stripTrailing();
    List<?> decided = decide(part, event, values);
    String now = Notation.write(decided);
    reports.published(decided);
    events++;
    decisions += recorded.equals("[]") ? 0 : 1;
    return recorded.equals(now)
        ? Optional.empty()
        : Optional.of(new Difference(number, id, event + " " + arguments, recorded, now));
  }

  private List<Object> arguments(Notation.Reader line) throws Notation.Malformed {
    if (line.comes(Line.SAME)) {
      line.expect(Line.SAME);
      return List.of(reports.next(String.valueOf(line.value())));
    }
    List<Object> values = line.list(']');
    if (values.size() == 1 && values.get(0) instanceof Report report) {
      reports.forget(report.name());
    }
    return values;
  }

  private static Object fresh(String id) throws Notation.Malformed {
    if (id.equals(COORDINATOR)) {
      return new Coordinator<Notation.Opaque>();
    }
    if (!id.startsWith(SERVICE)) {
      throw new Notation.Malformed("nobody is called " + Text.clip(id, 64));
    }
    return new Lifecycle(id.substring(SERVICE.length()));
  }

  private static List<?> decide(Object part, String event, List<Object> values)
      throws Notation.Malformed {
    Method method = EVENTS.get(part.getClass().getSimpleName() + "." + event);
    if (method == null || method.getParameterCount() != values.size()) {
      throw new Notation.Malformed("there is no event " + Text.clip(event, 64));
    }
    try {
      Object result = method.invoke(part, Notation.fit(method.getParameterTypes(), values));
      return result == null ? List.of() : (List<?>) result;
    } catch (IllegalAccessException | IllegalArgumentException e) {
      throw new Notation.Malformed("no " + event + " has such parts");
    } catch (InvocationTargetException e) {
      // It fails here, which the recorded one has not: that is a difference, too.
      return List.of(new Notation.Opaque(String.valueOf(e.getCause())));
    }
  }
}
