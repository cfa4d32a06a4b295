package org.panux.linit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {
  @Test
  void aTableIsMarkdown() {
    Table table = new Table("a", "b");
    table.row("1", "x|y");
    assertThat(table).hasToString("| a | b |\n| --- | --- |\n| 1 | x\\|y |\n");
  }

  @Test
  void aRowHasACellForEachHead() {
    assertThatThrownBy(() -> new Table("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSectionIsReplacedAndNothingElse() {
    String document = "before\n" + Section.replaced(Section.empty(), "old") + "after\n";
    String written = Section.replaced(document, "new\n");
    assertThat(written).startsWith("before\n").endsWith("after\n").contains("\n\nnew\n\n");
    assertThat(written).doesNotContain("old");
    assertThat(Section.replaced(written, "new")).isEqualTo(written);
  }

  @Test
  void aDocumentWithoutTheSectionIsRefused() {
    assertThatThrownBy(() -> Section.replaced("nothing", "new"))
        .hasMessageContaining("begin: written by scripts/bench");
  }

  @Test
  void aPlotHasAPointForEachFigure() throws Exception {
    Element svg =
        plot(
            new Plot.Line("linit", Map.of(10, 1.0, 100, 20.0)),
            new Plot.Line("a<b", Map.of(10, 5.0)));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
    assertThat(svg.getTextContent()).contains("linit", "a<b", "services", "100");
  }

  @Test
  void moreIsHigherAndFurtherRight() throws Exception {
    Element svg = plot(new Plot.Line("linit", Map.of(10, 1.0, 1000, 20.0)));
    Element few = (Element) svg.getElementsByTagName("circle").item(0);
    Element many = (Element) svg.getElementsByTagName("circle").item(1);
    assertThat(number(many, "cx")).isGreaterThan(number(few, "cx"));
    assertThat(number(many, "cy")).isLessThan(number(few, "cy"));
  }

  private static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  private static Element plot(Plot.Line... lines) throws Exception {
    String svg = Plot.svg("boots", List.of(new Plot.Panel("fan", List.of(lines))));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    return document.getDocumentElement();
  }
}
