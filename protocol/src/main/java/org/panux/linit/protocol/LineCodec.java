package org.panux.linit.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Text of the line protocol; the bytes around it are {@link FrameBuffer}'s. */
public final class LineCodec {
  private static final String CONFIGURE = "set ";
  private static final String PUBLISH = "publish ";

  private LineCodec() {}

  /** The request that {@code line} is, or empty where it is none: then the connection ends. */
  public static Optional<LineRequest> decode(String line) {
    if (line.startsWith(CONFIGURE)) {
      return pair(line.substring(CONFIGURE.length()), LineRequest.Configure::new);
    }
    if (line.startsWith(PUBLISH)) {
      return pair(line.substring(PUBLISH.length()), LineRequest.Publish::new);
    }
    if (line.equals("supervise")) {
      return Optional.of(new LineRequest.Supervise());
    }
    List<String> words = Arrays.asList(line.split(" ", -1));
    List<String> rest = words.subList(1, words.size());
    if (rest.isEmpty() || rest.contains("")) {
      return Optional.empty();
    }
    return switch (words.get(0)) {
      case "start" -> Optional.of(new LineRequest.Start(rest));
      case "stop" ->
          rest.size() == 1 ? Optional.of(new LineRequest.Stop(rest.get(0))) : Optional.empty();
      case "state" -> rest.size() == 2 ? state(rest.get(0), rest.get(1)) : Optional.empty();
      case "channel" ->
          rest.size() == 1 ? Optional.of(new LineRequest.Hello(rest.get(0))) : Optional.empty();
      case "published" ->
          rest.size() == 1 ? Optional.of(new LineRequest.Published(rest.get(0))) : Optional.empty();
      case "port" ->
          rest.size() == 1 ? Optional.of(new LineRequest.Port(rest.get(0))) : Optional.empty();
      case "dep" -> Optional.of(new LineRequest.Depend(DependencyKind.DEP, rest));
      case "want" -> Optional.of(new LineRequest.Depend(DependencyKind.WANT, rest));
      case "after" -> Optional.of(new LineRequest.Depend(DependencyKind.AFTER, rest));
      default -> Optional.empty();
    };
  }

  /** A value is the rest of the line, whatever is in it. */
  private static Optional<LineRequest> pair(
      String rest, BiFunction<String, String, LineRequest> request) {
    int space = rest.indexOf(' ');
    return space < 1
        ? Optional.empty()
        : Optional.of(request.apply(rest.substring(0, space), rest.substring(space + 1)));
  }

  private static Optional<LineRequest> state(String name, String word) {
    return ServiceState.of(word)
        .filter(LineCodec::reportable)
        .map(state -> new LineRequest.State(name, state));
  }

  /** Whether a service can say of itself that it is in {@code state}. */
  static boolean reportable(ServiceState state) {
    return state == ServiceState.RUNNING
        || state == ServiceState.STOPPED
        || state == ServiceState.FAILED;
  }

  /** The ancestor's notice that {@code name} is now in {@code state}. */
  public static String notice(String name, ServiceState state) {
    return "notify " + name + " " + state.ancestorWord();
  }

  /** A channel's answer: it is done. */
  public static String ok() {
    return "ok";
  }

  /** A channel's answer: here is what was asked for. */
  public static String ok(String value) {
    return "ok " + value;
  }

  /** A channel's answer: it failed, with the exit code for the script and the reason for people. */
  public static String failed(int code, String reason) {
    return "failed " + code + " " + Text.printable(reason);
  }
}
