package org.panux.linit.process;

import java.util.Map;

/**
 * The locale that linitd was called with. In the locale C a JVM cannot name a file whose name is
 * not ASCII, so the launcher gives it C.UTF-8 then, and says in {@code linit.locale} what {@code
 * LC_ALL} was; what linitd starts gets that again.
 */
public final class CallerLocale {
  private static final String BEFORE = System.getProperty("linit.locale");

  private CallerLocale() {}

  /** Has this environment, a copy of linitd's own or a part of it, say what the caller's said. */
  public static void restore(Map<String, String> environment) {
    if (BEFORE == null) {
      return;
    }
    if (BEFORE.isEmpty()) {
      environment.remove("LC_ALL");
    } else {
      environment.replace("LC_ALL", BEFORE);
    }
  }
}
