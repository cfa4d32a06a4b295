package org.panux.pkgen.file;

import java.util.List;

/**
 * A text of a package file, and where it stands there.
 *
 * @param line of its first character, from 1
 * @param column of its first character, from 1
 * @param block whether its lines are those of the file, from this column on
 */
public record Text(String value, int line, int column, boolean block) {
  /** Where a character of a text stands in the file. */
  public record Place(int line, int column) {}

  /** The place of the character with this index, as far as the file's own lines are the text's. */
  public Place place(int offset) {
    int begin = value.lastIndexOf('\n', offset - 1) + 1;
    int lines = (int) value.substring(0, begin).chars().filter(c -> c == '\n').count();
    if (!block && lines > 0) {
      return new Place(line, column);
    }
    return new Place(line + lines, column + offset - begin);
  }

  /** The values, joined by newlines. */
  public static String joined(List<Text> texts) {
    return String.join("\n", texts.stream().map(Text::value).toList());
  }

  /** The place of a character of the {@link #joined} values. */
  public static Place place(List<Text> texts, int offset) {
    int rest = offset;
    for (Text text : texts) {
      if (rest <= text.value.length()) {
        return text.place(rest);
      }
      rest -= text.value.length() + 1;
    }
    return texts.isEmpty() ? new Place(1, 1) : new Place(texts.get(0).line, texts.get(0).column);
  }
}
