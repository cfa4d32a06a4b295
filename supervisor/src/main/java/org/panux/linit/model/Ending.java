package org.panux.linit.model;

/** How linitd is to end, when somebody asks for that on the socket. */
public enum Ending {
  /** Everything stops, and linitd ends. */
  SHUTDOWN,
  /** Then the machine is switched off. */
  POWEROFF,
  /** Then the machine starts anew. */
  REBOOT
}
