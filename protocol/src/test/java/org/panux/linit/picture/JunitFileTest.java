package org.panux.linit.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.panux.linit.picture.JunitFile.Case;
import org.panux.linit.picture.JunitFile.Outcome;
import org.w3c.dom.Element;

class JunitFileTest {
  private static Element read(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  @Test
  void eachServiceIsACase() throws Exception {
    Element suite =
        read(
            JunitFile.of(
                "/src/rig",
                List.of(
                    new Case("db", Outcome.RUNS, 1250, "", ""),
                    new Case("web", Outcome.FAILED, 0, "exited with 1", "a line\nanother"),
                    new Case("spare", Outcome.NEVER_STARTED, 0, "", ""))));
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("1.250");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("exited with 1");
    assertThat(failure.getTextContent()).isEqualTo("a line\nanother\n");
    assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
  }

  @Test
  void whatServicesPrintCannotBreakIt() throws Exception {
    String hostile = "<a b=\"c\">&amp;]]> \u001b[2J \u0000 \ud800 ü";
    Element suite =
        read(JunitFile.of(hostile, List.of(new Case("x", Outcome.FAILED, 0, hostile, hostile))));
    assertThat(suite.getAttribute("name")).startsWith("<a b=\"c\">&amp;]]> ").endsWith(" ü");
    assertThat(suite.getTextContent()).contains("<a b=\"c\">&amp;]]> ");
  }
}
