package org.panux.linit.e2e;

/** How a command ended, and what it printed. */
record Result(int code, String out, String err) {
  /** All that it printed. */
  String text() {
    return out + err;
  }
}
