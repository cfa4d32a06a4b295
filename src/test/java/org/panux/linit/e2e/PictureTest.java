package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of real boots, opened in a real browser. */
class PictureTest {
  /** Texts that overlap or leave their picture, what is hard to read, and what was fetched. */
  private static final String MEASURE =
      """
      const problems = [];
      const luminance = (colour) => {
        const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const [r, g, b] = colour.match(/[0-9.]+/g).map(Number);
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
      };
      const paper = getComputedStyle(document.body).backgroundColor;
      const contrast = (colour) => {
        const [a, b] = [luminance(colour), luminance(paper)].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
      };
      let texts = 0;
      for (const svg of document.querySelectorAll('svg')) {
        const frame = svg.getBoundingClientRect();
        const boxes = [];
        for (const text of svg.querySelectorAll('text')) {
          const box = text.getBoundingClientRect();
          texts++;
          boxes.push([text.textContent, box]);
          if (box.left < frame.left || box.right > frame.right
              || box.top < frame.top || box.bottom > frame.bottom) {
            problems.push('cut: ' + text.textContent);
          }
          if (contrast(getComputedStyle(text).fill) < 4.5) {
            problems.push('faint: ' + text.textContent);
          }
          const rect = text.parentNode.querySelector('rect');
          if (text.parentNode.classList.contains('node')
              && box.right > rect.getBoundingClientRect().right) {
            problems.push('too wide: ' + text.textContent);
          }
        }
        for (let i = 0; i < boxes.length; i++) {
          for (let j = 0; j < i; j++) {
            const [a, b] = [boxes[i][1], boxes[j][1]];
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3) {
              problems.push('overlap: ' + boxes[i][0] + ' / ' + boxes[j][0]);
            }
          }
        }
      }
      for (const it of document.querySelectorAll('h1, h2, p, td, th, dt, dd, summary, pre')) {
        if (it.checkVisibility() && contrast(getComputedStyle(it).color) < 4.5) {
          problems.push('faint: ' + it.textContent);
        }
      }
      if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
        problems.push('the page is wider than the window');
      }
      return {problems, texts, paper,
        fetched: performance.getEntriesByType('resource').map((it) => it.name),
        rows: document.querySelectorAll('.services tbody tr').length,
        filter: !document.getElementById('filter').hidden};
      """;

  @TempDir private static Path folder;

  /** Boots a rig of so many services, and has it drawn. */
  @BeforeAll
  static void boot() throws IOException {
    for (int count : new int[] {12, 300}) {
      try (TestRig rig = rig(count);
          Daemon linitd = rig.boot()) {
        for (String verb : new String[] {"plot", "report"}) {
          String file = file(count, verb).toString();
          Result result = linitd.ctl(verb, file);
          assertThat(result.text()).isEqualTo("wrote " + file + "\n");
        }
      }
    }
  }

  private static Path file(int count, String verb) {
    return folder.resolve(count + (verb.equals("plot") ? ".svg" : ".html"));
  }

  /** Each service needs up to three of those before it; one fails. */
  private static TestRig rig(int count) {
    TestRig rig = TestRig.create();
    // Boot is one of them.
    for (int i = 1; i < count; i++) {
      List<String> needs = new ArrayList<>();
      for (int need = i % 4; need > 0 && i > 4; need--) {
        needs.add(name(i - 1 - (i * 7 + need * 5) % Math.min(i - 1, 40)));
      }
      rig.script(
          name(i),
          needs.isEmpty() ? "" : "depends() { want " + String.join(" ", needs) + "; }",
          i == count / 2
              ? "start() { echo 'no route to <host> & back'; return 3; }"
              : "start() { echo started; sleep 0." + i % 3 + "; }");
      rig.enable(name(i));
    }
    return rig;
  }

  private static String name(int i) {
    return List.of("mount", "network", "database", "queue", "web-server").get(i % 5) + "-" + i;
  }

  @Test
  void measureFindsWhatCannotBeRead() throws IOException {
    Chromium.assume();
    Path page = folder.resolve("bad.html");
    Files.writeString(
        page,
        "<!DOCTYPE html><meta charset=utf-8><body style='background:#fff'><input id=filter>"
            + "<svg width=100 height=40><text x=5 y=20>one</text><text x=8 y=20>two</text>"
            + "<text x=5 y=36 fill='#ccc'>faint</text><text x=90 y=36>beyond</text></svg></body>");

    assertThat((List<?>) Chromium.open(page, false, 1280, MEASURE).value().get("problems"))
        .map(Object::toString)
        .containsExactlyInAnyOrder("overlap: two / one", "faint: faint", "cut: beyond");
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 300})
  void everyTextOfTheReportCanBeReadInLightAndDark(int count) {
    Chromium.assume();
    Set<Object> papers = new HashSet<>();
    for (boolean dark : new boolean[] {false, true}) {
      Chromium.Seen seen = Chromium.open(file(count, "report"), dark, 1280, MEASURE);

      assertThat(seen.console()).isEmpty();
      assertThat((List<?>) seen.value().get("problems")).isEmpty();
      assertThat((List<?>) seen.value().get("fetched")).isEmpty();
      assertThat(seen.value()).containsEntry("rows", (long) count).containsEntry("filter", true);
      // A name and a note for each in the timeline, a name in the graph.
      assertThat((Long) seen.value().get("texts")).isGreaterThan(3L * count - 2);
      papers.add(seen.value().get("paper"));
    }
    assertThat(papers).hasSize(2);
  }

  @Test
  void reportFitsANarrowWindow() {
    Chromium.assume();
    Chromium.Seen seen = Chromium.open(file(12, "report"), false, 500, MEASURE);

    assertThat((List<?>) seen.value().get("problems")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 300})
  void everyTextOfThePlotCanBeReadInLightAndDark(int count) throws IOException {
    Chromium.assume();
    Path page = folder.resolve("plot-" + count + ".html");
    String svg = Files.readString(file(count, "plot"));
    Files.writeString(
        page,
        "<!DOCTYPE html><meta charset=utf-8><style>:root{color-scheme:light dark}"
            + "body{margin:0;background:Canvas}</style><body><input id=filter>"
            + svg.substring(svg.indexOf("<svg"))
            + "</body>");
    for (boolean dark : new boolean[] {false, true}) {
      Chromium.Seen seen = Chromium.open(page, dark, 1600, MEASURE);

      assertThat(seen.console()).isEmpty();
      assertThat((List<?>) seen.value().get("problems")).isEmpty();
      assertThat((Long) seen.value().get("texts")).isGreaterThan(2L * count);
    }
  }

  @Test
  void plotIsAFileThatOpensByItselfInLightAndDark() throws IOException {
    Chromium.assume();
    List<Integer> corners = new ArrayList<>();
    for (boolean dark : new boolean[] {false, true}) {
      Path picture = folder.resolve("shot.png");
      assertThat(Chromium.screenshot(file(12, "plot"), dark, 1280, 500, picture)).isEmpty();
      BufferedImage image = ImageIO.read(picture.toFile());
      corners.add(image.getRGB(3, 3) & 0xffffff);
      Set<Integer> colours = new HashSet<>();
      for (int x = 0; x < image.getWidth(); x += 3) {
        for (int y = 0; y < image.getHeight(); y += 3) {
          colours.add(image.getRGB(x, y) & 0xffffff);
        }
      }
      assertThat(colours).as("bars, texts and lines").hasSizeGreaterThan(20);
    }
    assertThat(corners).containsExactly(0xffffff, 0x14171c);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 300})
  void picturesAreWholeAndNameNothingElsewhere(int count) throws Exception {
    String svg = Files.readString(file(count, "plot"));
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file(count, "plot").toFile());
    for (String text : List.of(svg, Files.readString(file(count, "report")))) {
      assertThat(text).contains("no route to &lt;host&gt; &amp; back").doesNotContain("<host>");
      assertThat(text.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
          .doesNotContain("http:", "https:", "src=", "@import");
      for (int i = 1; i < count; i++) {
        assertThat(text).contains(">" + name(i) + "<");
      }
    }
  }
}
