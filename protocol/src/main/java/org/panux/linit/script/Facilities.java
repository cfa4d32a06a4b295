package org.panux.linit.script;

import java.util.List;
import java.util.Map;

/**
 * The facilities of the Linux Standard Base, such as {@code $network}, and which services usually
 * stand for them.
 *
 * <p>A facility is a state of the machine, not a service: a container has its network and its file
 * systems without a script that made them. So one that no script provides counts as there.
 */
final class Facilities {
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

  private Facilities() {}

  /** Whether {@code name} names a facility. */
  static boolean is(String name) {
    return name.startsWith("$");
  }

  /** The names that usually provide {@code facility}. */
  static List<String> usual(String facility) {
    return USUAL.getOrDefault(facility, List.of());
  }
}
