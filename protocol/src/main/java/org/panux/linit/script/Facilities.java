package org.panux.linit.script;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The facilities of the Linux Standard Base, such as {@code $network}, and which services usually
 * stand for them.
 *
 * <p>A facility is a state of the machine, not a service: a container has its network and its file
 * systems without a script that made them. So one that no script provides counts as there.
 */
public final class Facilities {
  /** Everything else that is enabled. */
  static final String ALL = "$all";

  /** By which names Debian, Devuan and OpenRC call what provides each, best first. */
  private static final Map<String, List<String>> USUAL =
      Map.of(
          "$local_fs", List.of("mountall-bootclean", "mountall", "localmount"),
          "$remote_fs",
              List.of(
                  "mountnfs-bootclean",
                  "mountnfs",
                  "netmount",
                  "mountall-bootclean",
                  "mountall",
                  "localmount"),
          "$network", List.of("networking", "network-manager", "network", "net", "ifupdown"),
          "$named", List.of("named", "bind9", "unbound", "dnsmasq"),
          "$portmap", List.of("rpcbind", "portmap"),
          "$syslog",
              List.of("rsyslog", "syslog-ng", "sysklogd", "inetutils-syslogd", "busybox-syslogd"),
          "$time", List.of("hwclock", "hwclock.sh"));

  /** Names for what some machines have and linit knows no usual name of. */
  private static final Set<String> OTHERS =
      Set.of(ALL, "$mail-transport-agent", "$x-display-manager", "$x-font-server");

  private Facilities() {}

  /** All facilities that are usual somewhere. */
  public static Set<String> known() {
    Set<String> known = new TreeSet<>(OTHERS);
    known.addAll(USUAL.keySet());
    return known;
  }

  /** Whether {@code name} names a facility. */
  public static boolean is(String name) {
    return name.startsWith("$");
  }

  /** The names that usually provide {@code facility}. */
  static List<String> usual(String facility) {
    return USUAL.getOrDefault(facility, List.of());
  }
}
