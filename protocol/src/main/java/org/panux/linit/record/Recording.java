package org.panux.linit.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every start that linitd recorded: who asked for it, when, and what it waited for. Times are
 * microseconds since linitd began, {@link #NEVER} where something has not happened.
 *
 * @param beganMs when linitd began, in milliseconds since 1970
 * @param nowUs when this was asked for
 * @param target the service that boots everything else
 * @param starts in the order in which they were asked for
 */
public record Recording(long beganMs, long nowUs, String target, List<Start> starts) {
  public static final long NEVER = -1;

  public Recording {
    starts = List.copyOf(starts);
  }

  /**
   * One start of one service.
   *
   * @param by the service whose script asked first; empty where that was no script
   * @param kind how it was asked for: {@code dep}, {@code want}, or who asked where that was no
   *     script: {@code client}, {@code linitd}, {@code restart}
   * @param nth 1 for the first start of that name since linitd began
   * @param askedUs when it was first asked for
   * @param launchedUs when its start script was launched
   * @param endedUs when the start was over, however it went
   * @param state what became of it, as a state's word; {@code starting} while it goes on
   * @param code the exit code that the reason means, 0 where nothing is wrong
   * @param reason one line for people, may be empty
   * @param waits in the order in which they began
   */
  public record Start(
      String name,
      String by,
      String kind,
      int nth,
      long askedUs,
      long launchedUs,
      long endedUs,
      String state,
      int code,
      String reason,
      List<Wait> waits) {
    public Start {
      waits = List.copyOf(waits);
    }

    public boolean launched() {
      return launchedUs != NEVER;
    }

    public boolean ended() {
      return endedUs != NEVER;
    }

    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("by", by);
      json.put("kind", kind);
      json.put("nth", nth);
      json.put("asked_us", askedUs);
      json.put("launched_us", launchedUs);
      json.put("ended_us", endedUs);
      json.put("state", state);
      json.put("code", code);
      json.put("reason", reason);
      List<Object> list = new ArrayList<>(waits.size());
      for (Wait wait : waits) {
        list.add(wait.toJson());
      }
      json.put("waits", list);
      return json;
    }

    /** The start that {@link #toJson} wrote. */
    public static Start of(Map<?, ?> json) {
      List<Wait> waits = new ArrayList<>();
      for (Object wait : (List<?>) json.get("waits")) {
        waits.add(Wait.of((Map<?, ?>) wait));
      }
      return new Start(
          (String) json.get("name"),
          (String) json.get("by"),
          (String) json.get("kind"),
          ((Number) json.get("nth")).intValue(),
          number(json, "asked_us"),
          number(json, "launched_us"),
          number(json, "ended_us"),
          (String) json.get("state"),
          ((Number) json.get("code")).intValue(),
          (String) json.get("reason"),
          waits);
    }
  }

  /**
   * One name of one wait.
   *
   * @param target the service that is waited for
   * @param kind {@code dep}, {@code want} or {@code after}
   * @param group the same for all names of one {@code dep a b}
   * @param untilUs when the name was settled; where it ran already, about when the wait began
   * @param state how it was settled: a state's word, {@code refused} where it would have waited for
   *     itself, empty while it is open
   */
  public record Wait(
      String target, String kind, long group, long fromUs, long untilUs, String state) {
    public boolean open() {
      return untilUs == NEVER;
    }

    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("for", target);
      json.put("kind", kind);
      json.put("group", group);
      json.put("from_us", fromUs);
      json.put("until_us", untilUs);
      json.put("state", state);
      return json;
    }

    /** The wait that {@link #toJson} wrote. */
    public static Wait of(Map<?, ?> json) {
      return new Wait(
          (String) json.get("for"),
          (String) json.get("kind"),
          number(json, "group"),
          number(json, "from_us"),
          number(json, "until_us"),
          (String) json.get("state"));
    }
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("began_ms", beganMs);
    json.put("now_us", nowUs);
    json.put("target", target);
    List<Object> list = new ArrayList<>(starts.size());
    for (Start start : starts) {
      list.add(start.toJson());
    }
    json.put("starts", list);
    return json;
  }

  /** The recording that {@link #toJson} wrote; other fields are passed over. */
  public static Recording of(Map<?, ?> json) {
    List<Start> starts = new ArrayList<>();
    for (Object start : (List<?>) json.get("starts")) {
      starts.add(Start.of((Map<?, ?>) start));
    }
    return new Recording(
        number(json, "began_ms"), number(json, "now_us"), (String) json.get("target"), starts);
  }

  private static long number(Map<?, ?> json, String field) {
    return ((Number) json.get(field)).longValue();
  }
}
