package org.panux.linit.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panux.linit.picture.Picture.LogLine;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.record.Recording;
import org.panux.linit.record.Recording.Start;
import org.w3c.dom.NodeList;

/** The texts of pictures; what they look like is tested in a browser. */
class PicturesTest {
  private static String svg(Recording recording) {
    return Picture.svg(recording, boot(recording));
  }

  private static Start boot(Recording recording) {
    return recording.starts().get(0);
  }

  private static String html(Recording recording, LogLine... logs) {
    return Picture.html(
        recording, boot(recording), Samples.graph(recording), List.of(logs), "rig /etc");
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void eachStartHasItsNameItsBarAndItsTime() {
    String svg = svg(Samples.dozen());
    NodeList texts = Nasty.parse(svg).getElementsByTagName("text");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < texts.getLength(); i++) {
      all.append(texts.item(i).getTextContent()).append('\n');
    }

    assertThat(all.toString().lines())
        .contains("boot was ready after 1.70 s", "postgresql", "740 ms", "210 ms, failed")
        .contains("udev", "mount", "network", "cron", "web", "boot");
    assertThat(count(svg, "class=\"bar running\"")).isEqualTo(11 + 1);
    assertThat(count(svg, "class=\"bar failed\"")).isEqualTo(1 + 1);
  }

  @Test
  void arrowsLeadAlongTheCriticalPath() {
    Recording recording = Samples.dozen();
    int steps = BootView.of(recording, boot(recording)).steps().size();

    // linitd, the first, has no bar.
    assertThat(count(svg(recording), "<path class=\"arrow")).isEqualTo(steps - 2);
  }

  @Test
  void coloursAreThereForBothSchemesWithoutVariables() {
    String svg = svg(Samples.dozen());

    assertThat(svg)
        .contains("@media (prefers-color-scheme: dark)", "fill: #ffffff", "fill: #14171c")
        .doesNotContain("var(");
  }

  @Test
  void longPictureRepeatsItsAxis() {
    assertThat(count(svg(Samples.many(300)), ">200 ms<")).isEqualTo(8);
  }

  @Test
  void bootThatGoesOnIsDrawnUntilNow() {
    Start start =
        new Start("boot", "", "linitd", 1, 10, 20, Recording.NEVER, "starting", 0, "", List.of());
    Recording recording = new Recording(0, 5000, "boot", List.of(start));

    assertThat(svg(recording)).contains("boot is still starting").doesNotContain("class=\"arrow");
    assertThat(html(recording)).contains("The boot has not ended yet.");
  }

  @Test
  void startThatEndsAtOnceIsDrawn() {
    Start start = new Start("boot", "", "linitd", 1, 0, -1, 0, "failed", 6, "", List.of());

    Nasty.parse(svg(new Recording(0, 0, "boot", List.of(start))));
  }

  @Test
  void aLongNameLeavesRoomForTheBars() {
    String name = "x".repeat(64);
    Start start = new Start(name, "", "linitd", 1, 0, 1, 2, "running", 0, "", List.of());

    String svg = svg(new Recording(0, 9, name, List.of(start)));

    assertThat(svg).contains(">" + "x".repeat(32) + "…</text>", "<title>" + name + ": running");
  }

  @Test
  void whatAScriptPrintsIsHarmless() {
    Recording nasty = nasty(Samples.dozen());
    String svg = svg(nasty);
    String html = html(nasty, new LogLine(1700000000123L, "web", Nasty.TEXT));

    Nasty.parse(svg);
    for (String text : List.of(svg, html)) {
      assertThat(text)
          .doesNotContain("<script>alert", "]]>", "-->", "\u001b", "\u0000", "\u009b", "\u202e");
      assertThat(text).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    }
    assertThat(count(html, "<script")).isEqualTo(1);
  }

  private static Recording nasty(Recording recording) {
    return new Recording(
        recording.beganMs(),
        recording.nowUs(),
        recording.target(),
        recording.starts().stream()
            .map(
                it ->
                    new Start(
                        it.name().equals("cron") ? Nasty.TEXT : it.name(),
                        it.by(),
                        it.kind(),
                        it.nth(),
                        it.askedUs(),
                        it.launchedUs(),
                        it.endedUs(),
                        it.state(),
                        it.code(),
                        Nasty.TEXT,
                        it.waits()))
            .toList());
  }

  @Test
  void pageFetchesNothingAndRunsItsOwnScriptAlone() {
    String html = html(Samples.dozen());
    Matcher policy =
        Pattern.compile(
                "content=\"default-src 'none'; style-src 'unsafe-inline';"
                    + " script-src 'sha256-[A-Za-z0-9+/=]{44}'\"")
            .matcher(html);

    assertThat(policy.find()).isTrue();
    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "src=", "@import", "<link");
  }

  @Test
  void pageHasEachServiceWithItsLogsInEverySection() {
    Recording recording = Samples.dozen();
    String html =
        html(
            recording,
            new LogLine(1700000000123L, "web", "hello\tworld"),
            new LogLine(1700000000456L, "metrics", "no route"));

    for (Start start : recording.starts()) {
      // A row and texts in the timeline, a row in the table, and a node for all but boot.
      int nodes = start == boot(recording) ? 3 : 4;
      int logs = Map.of("web", 1, "metrics", 1).getOrDefault(start.name(), 0);
      assertThat(count(html, "data-name=\"" + start.name() + "\""))
          .as(start.name())
          .isEqualTo(nodes + logs);
    }
    assertThat(html).contains("hello world", "<small>1 line</small>");
    assertThat(html).contains("<details data-name=\"metrics\" open class=\"failed\">");
  }

  @Test
  void graphDrawsEachEdgeOnce() {
    Recording recording = Samples.many(300);
    GraphView graph = Samples.graph(recording);
    long edges =
        graph.edges().stream()
            .filter(it -> !it.from().equals("boot"))
            .map(it -> it.from() + " " + it.to())
            .distinct()
            .count();

    assertThat(count(html(recording), "<path class=\"edge ")).isEqualTo((int) edges);
  }

  @Test
  void tooManyToBeReadAreNotDrawnButListed() {
    Recording recording = Samples.many(2000);
    String html = html(recording);

    assertThat(html).contains("Too many to be drawn").doesNotContain("<svg class=\"graph\"");
    assertThat(count(html, "<tr data-name=")).isEqualTo(2001);
  }
}
