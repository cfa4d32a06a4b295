package org.panux.linit.process;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The numbers that mark a service's processes: the soft limit of file locks, which the kernel keeps
 * for each process, hands on to children and programs, and has not enforced since 2.4.25.
 *
 * <p>Unlike a variable of the environment it is still there when a process overwrites its
 * environment with a title. It proves nothing: any process can set its own.
 */
public final class Markers {
  /** What {@code linit-start} and {@code linit-stop} get it in. */
  static final String VARIABLE = "LINIT_MARKER";

  private static final int NUMBER_BITS = 20;
  private static final long NUMBER = (1L << NUMBER_BITS) - 1;
  private static final int RIG_DIGITS = 10;
  private static final int LONGEST_MARKER = 19;
  private static final String ENTRY = "Max file locks";

  /** {@code limits} is some 1,300 bytes long. */
  private static final int LONGEST = 4096;

  private final String instance;
  private final long rig;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<Integer, String> names = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  /**
   * @param instance what the tokens of this linitd begin with; its first ten hexadecimal digits are
   *     the rig's part of each marker
   * @param numbers what {@link #numbers} gave in an earlier linitd of the same instance
   */
  public Markers(String instance, Map<String, Integer> numbers) {
    this.instance = instance;
    this.rig = Long.parseLong(instance, 0, RIG_DIGITS, 16) << NUMBER_BITS;
    this.numbers.putAll(numbers);
    for (Map.Entry<String, Integer> known : numbers.entrySet()) {
      names.put(known.getValue(), known.getKey());
      last.accumulateAndGet(known.getValue(), Math::max);
    }
  }

  public Markers(String instance) {
    this(instance, Map.of());
  }

  /** What the owners of processes begin with: those of this linitd, or of one of its services. */
  public String prefix(String service) {
    return instance + ":" + service + ":";
  }

  /** The marker of {@code service}, which gets one where it has none. */
  public long of(String service) {
    return rig + number(service);
  }

  /** The service's part of its marker. */
  public int number(String service) {
    return numbers.computeIfAbsent(service, this::next);
  }

  private int next(String service) {
    int number = last.incrementAndGet();
    names.put(number, service);
    return number;
  }

  /** Which number each service has. */
  public Map<String, Integer> numbers() {
    return new TreeMap<>(numbers);
  }

  /**
   * Whose process {@code pid} is by its marker, as {@link #prefix} says it; empty where it is none
   * of this linitd. Reads {@code /proc}.
   */
  Optional<String> owner(long pid) {
    try {
      return owner(ProcStat.read("/proc/" + pid + "/limits", LONGEST));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<String> owner(String limits) {
    int from = limits.indexOf(ENTRY) + ENTRY.length();
    while (from < limits.length() && limits.charAt(from) == ' ') {
      from++;
    }
    int to = from;
    while (to < limits.length() && Character.isDigit(limits.charAt(to))) {
      to++;
    }
    // A longer number is no marker, and does not fit.
    if (to == from || to - from > LONGEST_MARKER) {
      return Optional.empty();
    }
    long marker = Long.parseUnsignedLong(limits, from, to, 10);
    return (marker & ~NUMBER) == rig
        ? Optional.of(prefix(names.getOrDefault((int) (marker & NUMBER), "?")))
        : Optional.empty();
  }
}
