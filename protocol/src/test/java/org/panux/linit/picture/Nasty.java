package org.panux.linit.picture;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** Text that a broken script may print, and a reader that takes nothing but whole XML. */
final class Nasty {
  static final String TEXT =
      "<script>alert(1)</script> \"]]> --> ' & &lt; \u001b[31m \u0000 \u009b \ufffe \ud800 \u202e";

  private Nasty() {}

  static Document parse(String xml) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
