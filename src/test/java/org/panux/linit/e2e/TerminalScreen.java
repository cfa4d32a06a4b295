package org.panux.linit.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows that has got some text: just what linit uses of its commands. */
final class TerminalScreen {
  private static final Pattern COMMAND = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])");

  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private final int columns;
  private int row;
  private int column;
  private boolean shown = true;

  private TerminalScreen(int columns) {
    this.columns = columns;
  }

  /** Takes {@code text}; lines of linitd's own may be longer, drawn ones must not be. */
  static TerminalScreen after(String text, int columns) {
    TerminalScreen screen = new TerminalScreen(columns);
    Matcher command = COMMAND.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (command.find(at) && command.start() == at) {
        screen.obey(command.group(1), command.group(2).charAt(0));
        at = command.end();
      } else {
        screen.show(text.charAt(at++));
      }
    }
    return screen;
  }

  private void obey(String argument, char command) {
    switch (command) {
      case 'A' -> {
        row -= Integer.parseInt(argument);
        if (row < 0) {
          throw new AssertionError("above the screen");
        }
      }
      case 'K' -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
      case 'J' -> {
        lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        lines.subList(row + 1, lines.size()).clear();
      }
      case 'h', 'l' -> shown = command == 'h';
      default -> throw new AssertionError("unknown command " + argument + command);
    }
  }

  private void show(char c) {
    if (c == '\r') {
      column = 0;
    } else if (c == '\n') {
      row++;
      if (row == lines.size()) {
        lines.add(new StringBuilder());
      }
    } else {
      StringBuilder line = lines.get(row);
      while (line.length() <= column) {
        line.append(' ');
      }
      line.setCharAt(column++, c);
      if (column == columns && "├│└".indexOf(line.charAt(0)) >= 0) {
        throw new AssertionError("too wide: " + line);
      }
    }
  }

  boolean cursorIsShown() {
    return shown;
  }

  /** The lines that are not empty. */
  List<String> lines() {
    return lines.stream()
        .map(line -> line.toString().stripTrailing())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
