package org.panux.linit.picture;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class XmlTest {
  @Test
  void textMeansItself() {
    assertThat(Xml.text("a <b> & \"c\" 'd'"))
        .isEqualTo("a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
    assertThat(Xml.text("\ud83d\ude00 é")).isEqualTo("\ud83d\ude00 é");
  }

  @Test
  void whatNoTextHasIsReplaced() {
    assertThat(Xml.text("\u001b[0m\u0000\ufffe\ud800")).isEqualTo("?[0m?\ufffd\ufffd");
  }

  @Property
  void anyTextIsOneTextOfADocument(@ForAll String text) {
    Element root =
        Nasty.parse("<a b=\"" + Xml.text(text) + "\">" + Xml.text(text) + "</a>")
            .getDocumentElement();

    assertThat(root.getElementsByTagName("*").getLength()).isZero();
    assertThat(root.getTextContent()).hasSameSizeAs(text).isEqualTo(root.getAttribute("b"));
  }
}
