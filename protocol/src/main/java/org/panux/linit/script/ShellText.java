package org.panux.linit.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The simple commands in the text of a shell script, as far as one can tell without running it:
 * quotes, comments, substitutions and here-documents are understood, and nothing is expanded.
 */
public final class ShellText {
  /**
   * One word of a command.
   *
   * @param text without its quotes
   * @param expands whether the shell would put something else in the place of a part of it
   * @param pattern whether it would look for files of that name, unless it assigns
   * @param line where it begins
   */
  public record Word(String text, boolean expands, boolean pattern, int line) {
    /** Whether it means what stands there. */
    public boolean literal() {
      return !expands && !pattern;
    }

    /** Where the name of an assignment ends; 0 in any other word. */
    int assigned() {
      int at = 0;
      while (at < text.length() && isOfName(text.charAt(at), at)) {
        at++;
      }
      return at < text.length() && text.charAt(at) == '=' ? at : 0;
    }

    /** The variable that it assigns to; an empty text where it is no assignment. */
    public String variable() {
      return text.substring(0, assigned());
    }

    /** What it assigns. */
    public String value() {
      return text.substring(assigned() + 1);
    }

    private static boolean isOfName(char c, int at) {
      return c == '_'
          || c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || at > 0 && c >= '0' && c <= '9';
    }
  }

  /**
   * A simple command.
   *
   * @param words assignments, the name, arguments; without redirections
   * @param function the function that it stands in; empty outside of all
   * @param sure whether it is always run, and its failure is that of the script
   */
  public record Command(List<Word> words, String function, boolean sure) {
    /** Its name, where that is literal; else an empty text. */
    public String name() {
      for (Word word : words) {
        if (word.variable().isEmpty()) {
          return word.literal() ? word.text() : "";
        }
      }
      return "";
    }

    /** The words behind the name. */
    public List<Word> arguments() {
      int at = 0;
      while (at < words.size() && !words.get(at).variable().isEmpty()) {
        at++;
      }
      return words.subList(Math.min(at + 1, words.size()), words.size());
    }
  }

  /** What a compound command is closed by. */
  private enum Open {
    BRACE,
    PAREN,
    IF,
    LOOP,
    CASE
  }

  private record Compound(Open open, String function) {}

  private record HereDocument(String end, boolean indented) {}

  private static final int DEEPEST = 50;

  private final String text;

  /** In how many substitutions it stands. */
  private int depth;

  private final List<Command> commands = new ArrayList<>();
  private final Deque<Compound> open = new ArrayDeque<>();
  private final List<HereDocument> expected = new ArrayList<>();
  private List<Word> words = new ArrayList<>();

  /** The name of the function whose body comes next. */
  private String function = "";

  private boolean afterOperator;
  private int at;
  private int line;

  private ShellText(String text, int depth, int at, int line) {
    this.text = text;
    this.depth = depth;
    this.at = at;
    this.line = line;
  }

  /** All simple commands of {@code text}, in its order, but those in substitutions. */
  public static List<Command> commands(String text) {
    ShellText script = new ShellText(text, 0, 0, 1);
    script.parse();
    return script.commands;
  }

  /** Reads to the end, or to the parenthesis that closes a substitution. */
  private void parse() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\r' -> at++;
        case '\n' -> {
          end(false);
          newline();
        }
        case '#' -> comment();
        case ';' -> {
          end(false);
          at++;
        }
        case '&', '|' -> operator(c);
        case '(' -> parenthesis();
        case ')' -> {
          if (!words.isEmpty() && words.get(0).text().equals("esac")) {
            end(false);
          }
          if (depth > 0 && open.isEmpty() && !startsCase()) {
            end(false);
            return;
          }
          close();
          at++;
        }
        case '<', '>' -> redirection();
        default -> word();
      }
    }
    end(false);
  }

  private void newline() {
    at++;
    line++;
    for (HereDocument document : expected) {
      while (at < text.length()) {
        int end = text.indexOf('\n', at);
        end = end < 0 ? text.length() : end;
        String here = text.substring(at, end);
        if (at + here.length() < text.length()) {
          line++;
        }
        at = Math.min(end + 1, text.length());
        if ((document.indented() ? here.replaceFirst("^\t+", "") : here).equals(document.end())) {
          break;
        }
      }
    }
    expected.clear();
  }

  private void comment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void operator(char c) {
    boolean twice = at + 1 < text.length() && text.charAt(at + 1) == c;
    at += twice ? 2 : 1;
    // Whoever is joined to others, or runs beside them, may fail without the script's failing.
    end(true);
    afterOperator = twice || c == '|';
  }

  private void parenthesis() {
    int next = at + 1;
    while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
      next++;
    }
    boolean empty = next < text.length() && text.charAt(next) == ')';
    if (empty && !words.isEmpty()) {
      String name = words.remove(words.size() - 1).text();
      end(false);
      function = name;
      at = next + 1;
      return;
    }
    end(false);
    open.push(new Compound(Open.PAREN, takeFunction()));
    at++;
  }

  private void close() {
    if (isIn(Open.CASE) || startsCase()) {
      // That was a pattern.
      keywords();
      words.clear();
      return;
    }
    end(false);
    if (isIn(Open.PAREN)) {
      open.pop();
    }
  }

  private boolean startsCase() {
    return !words.isEmpty() && words.get(0).text().equals("case");
  }

  private boolean isIn(Open what) {
    return !open.isEmpty() && open.peek().open() == what;
  }

  private String takeFunction() {
    String name = function;
    function = "";
    return name;
  }

  /** The command that has been read is complete. */
  private void end(boolean joined) {
    boolean negated = keywords();
    if (!words.isEmpty()) {
      boolean sure =
          !joined && !afterOperator && !negated && open.stream().noneMatch(ShellText::isBranch);
      commands.add(new Command(List.copyOf(words), currentFunction(), sure));
      function = "";
      words = new ArrayList<>();
      afterOperator = false;
    }
  }

  private static boolean isBranch(Compound compound) {
    return switch (compound.open()) {
      case IF, LOOP, CASE -> true;
      case BRACE, PAREN -> false;
    };
  }

  private String currentFunction() {
    return open.stream()
        .map(Compound::function)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Takes the reserved words that stand before a command; whether its failure is turned round. */
  private boolean keywords() {
    boolean negated = false;
    while (!words.isEmpty() && words.get(0).literal()) {
      switch (words.get(0).text()) {
        case "if" -> open.push(new Compound(Open.IF, ""));
        case "while", "until" -> open.push(new Compound(Open.LOOP, ""));
        case "for", "select" -> {
          open.push(new Compound(Open.LOOP, ""));
          words.clear();
          return negated;
        }
        case "case" -> {
          open.push(new Compound(Open.CASE, ""));
          words.clear();
          return negated;
        }
        case "{" -> open.push(new Compound(Open.BRACE, takeFunction()));
        case "}" -> leave(Open.BRACE);
        case "fi" -> leave(Open.IF);
        case "done" -> leave(Open.LOOP);
        case "esac" -> leave(Open.CASE);
        case "!" -> negated = true;
        case "function" -> {
          words.remove(0);
          function = words.isEmpty() ? "" : words.get(0).text();
        }
        case "then", "else", "elif", "do", "time" -> {}
        default -> {
          return negated;
        }
      }
      if (!words.isEmpty()) {
        words.remove(0);
      }
    }
    return negated;
  }

  private void leave(Open what) {
    if (isIn(what)) {
      open.pop();
    }
  }

  private void redirection() {
    char c = text.charAt(at);
    if (at + 1 < text.length() && text.charAt(at + 1) == '(') {
      // bash: a command in the place of a file.
      int begins = line;
      at++;
      parentheses();
      words.add(new Word("", true, false, begins));
      return;
    }
    int begin = at;
    while (at < text.length() && "<>&".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < text.length()
        && (text.charAt(at) == '|' && c == '>'
            || text.charAt(at) == '-' && (text.charAt(at - 1) == '&' || at - begin == 2))) {
      at++;
    }
    String operator = text.substring(begin, at);
    if (begin > 0
        && !words.isEmpty()
        && isNumber(words.get(words.size() - 1).text())
        && Character.isDigit(text.charAt(begin - 1))) {
      // The descriptor.
      words.remove(words.size() - 1);
    }
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (at < text.length() && "\n;()".indexOf(text.charAt(at)) < 0 && !operator.endsWith("&-")) {
      int before = words.size();
      word();
      if (words.size() == before) {
        // A line that goes on, and nothing behind that.
        return;
      }
      Word target = words.remove(before);
      if (operator.equals("<<") || operator.equals("<<-")) {
        expected.add(new HereDocument(target.text(), operator.length() > 2));
      }
    }
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Reads a word, with all that is quoted in it. */
  private void word() {
    StringBuilder out = new StringBuilder();
    int begin = line;
    boolean quoted = false;
    boolean expands = false;
    boolean pattern = false;
    while (at < text.length() && " \t\r\n;&|()<>".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at++);
      switch (c) {
        case '\'' -> {
          int end = text.indexOf('\'', at);
          take(out, end < 0 ? text.length() : end);
          at = Math.min(at + 1, text.length());
          quoted = true;
        }
        case '"' -> {
          expands |= doubleQuotes(out);
          quoted = true;
        }
        case '\\' -> {
          if (at < text.length() && text.charAt(at) == '\n') {
            at++;
            line++;
          } else if (at < text.length()) {
            out.append(text.charAt(at++));
            quoted = true;
          }
        }
        case '$' -> {
          expands |= dollar(out);
        }
        case '`' -> {
          backquotes();
          expands = true;
        }
        case '~' -> {
          expands |= out.isEmpty() || out.charAt(out.length() - 1) == '=';
          out.append(c);
        }
        case '*', '?', '[' -> {
          pattern = true;
          out.append(c);
        }
        default -> out.append(c);
      }
    }
    if (!out.isEmpty() || quoted || expands) {
      words.add(new Word(out.toString(), expands, pattern, begin));
    }
  }

  /** Moves {@code at} to {@code end}; what lies between is part of the word. */
  private void take(StringBuilder out, int end) {
    for (; at < end; at++) {
      if (text.charAt(at) == '\n') {
        line++;
      }
      out.append(text.charAt(at));
    }
  }

  /** Reads to the closing quote; whether something in between is expanded. */
  private boolean doubleQuotes(StringBuilder out) {
    boolean expands = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> {
          return expands;
        }
        case '$' -> expands |= dollar(out);
        case '`' -> {
          backquotes();
          expands = true;
        }
        case '\\' -> {
          char next = at < text.length() ? text.charAt(at) : '\\';
          if (next == '\n') {
            at++;
            line++;
          } else if ("$`\"\\".indexOf(next) >= 0 && at < text.length()) {
            at++;
            out.append(next);
          } else {
            out.append(c);
          }
        }
        case '\n' -> {
          line++;
          out.append(c);
        }
        default -> out.append(c);
      }
    }
    return expands;
  }

  /** Passes over what a dollar introduces; whether it introduces anything. */
  private boolean dollar(StringBuilder out) {
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (next == '(') {
      parentheses();
      return true;
    }
    if (next == '{') {
      braces();
      return true;
    }
    if (Character.isLetterOrDigit(next) || "_@*#?-$!".indexOf(next) >= 0) {
      return true;
    }
    out.append('$');
    return false;
  }

  /** Nobody writes that; the rest of the text is passed over. */
  private boolean tooDeep() {
    if (depth < DEEPEST) {
      return false;
    }
    at = text.length();
    return true;
  }

  private void parentheses() {
    if (tooDeep()) {
      return;
    }
    ShellText inner = new ShellText(text, depth + 1, at + 1, line);
    inner.parse();
    at = Math.min(inner.at + 1, text.length());
    line = inner.line;
  }

  private void braces() {
    if (tooDeep()) {
      return;
    }
    depth++;
    StringBuilder ignored = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '}' -> {
          depth--;
          return;
        }
        case '"' -> doubleQuotes(ignored);
        case '$' -> dollar(ignored);
        case '`' -> backquotes();
        case '\\' -> escaped();
        case '\n' -> line++;
        default -> {}
      }
    }
  }

  private void backquotes() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '`') {
        return;
      }
      if (c == '\\') {
        escaped();
      } else if (c == '\n') {
        line++;
      }
    }
  }

  /** Passes over what a backslash protects; that of the end of a line joins the next. */
  private void escaped() {
    if (at < text.length() && text.charAt(at++) == '\n') {
      line++;
    }
  }
}
