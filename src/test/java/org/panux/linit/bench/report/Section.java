package org.panux.linit.bench.report;

/** A part of a document that a program writes, between two comments that nobody sees. */
public final class Section {
  private static final String BEGIN = "<!-- begin: written by scripts/bench -->";
  private static final String END = "<!-- end: written by scripts/bench -->";

  private Section() {}

  /** A document that has nothing else. */
  public static String empty() {
    return BEGIN + "\n" + END + "\n";
  }

  /** The document with this text in the place of what was there. */
  public static String replaced(String document, String text) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "the document has no lines '" + BEGIN + "' and '" + END + "'");
    }
    return document.substring(0, begin + BEGIN.length())
        + "\n\n"
        + text.strip()
        + "\n\n"
        + document.substring(end);
  }
}
