package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @Property(tries = 500)
  void printableTextHasNoControlCharactersAndItsOwnLength(@ForAll String text) {
    String shown = Text.printable(text);
    assertThat(shown).hasSameSizeAs(text);
    assertThat(shown.chars())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> c == 0x2028 || c == 0x2029 || c >= 0x202a && c <= 0x202e);
    for (int i = 0; i < text.length(); i++) {
      assertThat(shown.charAt(i)).isIn(text.charAt(i), '?');
    }
    assertThat(Text.printable(shown)).isEqualTo(shown);
  }

  @Test
  void escapesNewlinesAndTurnedWritingAreReplaced() {
    assertThat(Text.printable("a\u001b[1m\nb\u009b\u202ec\u2066d\u007f"))
        .isEqualTo("a?[1m?b??c?d?");
    assertThat(Text.printable("käse → ok")).isEqualTo("käse → ok");
  }

  @Property(tries = 500)
  void wrappedTextHasTheSameWordsInLinesThatFit(
      @ForAll List<@StringLength(min = 1, max = 12) @AlphaChars String> words,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(max = 5) int indent) {
    String text = String.join(" ", words);
    String shown = Text.wrap(text, width, 0, indent);
    assertThat(String.join(" ", shown.lines().map(String::strip).toList())).isEqualTo(text);
    assertThat(shown.lines())
        .allMatch(line -> line.length() <= width || !line.strip().contains(" "));
  }

  @Test
  void wrappedLinesAreAlignedBelowTheFirst() {
    assertThat(Text.wrap("no such file there", 14, 4, 4)).isEqualTo("no such\n    file there");
    assertThat(Text.wrap("fits", 4, 0, 2)).isEqualTo("fits");
  }

  @Property(tries = 500)
  void clippedTextIsAPrefixOrWhole(@ForAll String text, @ForAll @IntRange(max = 30) int max) {
    String shown = Text.clip(text, max);
    if (text.length() <= max) {
      assertThat(shown).isEqualTo(Text.printable(text));
    } else {
      assertThat(shown).hasSizeLessThanOrEqualTo(max + 1).endsWith("…");
      assertThat(Text.printable(text)).startsWith(shown.substring(0, shown.length() - 1));
    }
  }

  @Test
  void clippingDoesNotCutACharacterInTwo() {
    assertThat(Text.clip("a😀b", 2)).isEqualTo("a…");
    assertThat(Text.clip("a😀b", 3)).isEqualTo("a😀…");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "abc, abc, 0",
    "abc, abd, 1",
    "abc, ab, 1",
    "abc, bac, 1",
    "abcd, badc, 2",
    "'', abc, 3",
    "ca, abc, 3",
    "httpd, htpd, 1",
    "kitten, sitting, 3",
  })
  void distanceCountsEdits(String a, String b, int distance) {
    assertThat(Text.distance(a, b)).isEqualTo(distance);
  }

  @Property(tries = 500)
  void distanceIsSymmetricAndBounded(
      @ForAll @AlphaChars @StringLength(max = 12) String a,
      @ForAll @AlphaChars @StringLength(max = 12) String b) {
    int distance = Text.distance(a, b);
    assertThat(distance)
        .isEqualTo(Text.distance(b, a))
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    assertThat(distance == 0).isEqualTo(a.equals(b));
  }

  @Property(tries = 500)
  void oneTypingErrorIsDistanceOne(
      @ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 2, max = 12) String name,
      @ForAll @IntRange(max = 11) int place) {
    int at = place % (name.length() - 1);
    String missing = name.substring(0, at) + name.substring(at + 1);
    String swapped =
        name.substring(0, at) + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
    assertThat(Text.distance(name, missing)).isEqualTo(1);
    assertThat(Text.distance(name, swapped)).isLessThanOrEqualTo(1);
    assertThat(Text.didYouMean(missing, List.of(name))).contains("'" + name + "'");
  }

  @Test
  void aBeginningIsNear() {
    assertThat(Text.didYouMean("stat", List.of("status", "is-running")))
        .isEqualTo("; did you mean 'status'?");
    assertThat(Text.didYouMean("st", List.of("status"))).isEmpty();
  }

  @Test
  void theNearestThreeAreNamedInOrder() {
    assertThat(Text.didYouMean("wob", List.of("web", "wobs", "xob", "db", "bow", "wob9")))
        .isEqualTo("; did you mean 'web' or 'wob9' or 'wobs'?");
    assertThat(Text.didYouMean("zzz", List.of("web", "db"))).isEmpty();
  }
}
