package org.panux.linit.picture;

import org.panux.linit.protocol.Text;

/** Text that means nothing but itself, in SVG and in HTML, between tags and in attributes. */
final class Xml {
  private Xml() {}

  static String text(String text) {
    String shown = Text.printable(text);
    StringBuilder out = new StringBuilder(shown.length() + 16);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < shown.length()
              && Character.isLowSurrogate(shown.charAt(i + 1))) {
            out.append(c).append(shown.charAt(++i));
          } else {
            out.append(Character.isSurrogate(c) || c >= '\ufffe' ? '\ufffd' : c);
          }
        }
      }
    }
    return out.toString();
  }
}
