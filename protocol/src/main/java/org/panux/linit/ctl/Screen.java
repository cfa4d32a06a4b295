package org.panux.linit.ctl;

import java.io.PrintStream;
import java.util.List;

/** Lines on a terminal that are drawn again where they stand. The cursor is hidden meanwhile. */
final class Screen implements AutoCloseable {
  private static final String ESCAPE = "\u001b[";
  private static final String HIDE = ESCAPE + "?25l";
  private static final String SHOW = ESCAPE + "?25h";
  private static final String REST_OF_LINE = ESCAPE + "K";
  private static final String REST_OF_SCREEN = ESCAPE + "J";

  private final PrintStream out;
  private int drawn;

  /** Whoever interrupts the program gets the cursor back. */
  private final Thread atEnd;

  Screen(PrintStream out) {
    this.out = out;
    this.atEnd = new Thread(this::showCursor);
    Runtime.getRuntime().addShutdownHook(atEnd);
    out.print(HIDE);
  }

  private void showCursor() {
    out.print(SHOW);
    out.flush();
  }

  /** Shows {@code lines} instead of what was drawn before; none may be as wide as the terminal. */
  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder(back());
    for (String line : lines) {
      text.append(line).append(REST_OF_LINE).append('\n');
    }
    out.print(text.append(REST_OF_SCREEN));
    out.flush();
    drawn = lines.size();
  }

  /** Prints a line that stays, above what is drawn. */
  void above(String line) {
    out.print(back() + line + REST_OF_LINE + '\n' + REST_OF_SCREEN);
    drawn = 0;
  }

  private String back() {
    return drawn == 0 ? "" : ESCAPE + drawn + "A\r";
  }

  @Override
  public void close() {
    showCursor();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // It is running.
    }
  }
}
