package org.panux.linit.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.panux.linit.protocol.DependencyKind;

/** Whatever happens to the file, it never says what was not so. */
class JournalTextTest {
  private static final Entry.Header HEADER =
      new Entry.Header("0123456789abcdef0123456789abcdef", "boot");

  /** What a service needs stands for all: names of any characters, and entries that take out. */
  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<String> names =
        Arbitraries.oneOf(Arbitraries.of("a", "b", "c"), Arbitraries.strings().ofMaxLength(8));
    Arbitrary<Entry> entry =
        Combinators.combine(
                Arbitraries.of("web", "db", "é\n\"x"),
                Arbitraries.maps(names, Arbitraries.of(DependencyKind.values())).ofMaxSize(3))
            .as(Entry.Needs::new);
    return entry.list().ofMinSize(1).ofMaxSize(12);
  }

  private static byte[] text(List<Entry> entries) {
    String lines = JournalText.lines(List.of(HEADER)) + JournalText.lines(entries);
    return lines.getBytes(StandardCharsets.UTF_8);
  }

  /** What holds after the header and the first {@code count} entries, as text. */
  private static String state(List<Entry> entries, int count) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(HEADER.key(), HEADER.toJson());
    for (Entry entry : entries.subList(0, count)) {
      if (entry.gone()) {
        state.remove(entry.key());
      } else {
        state.put(entry.key(), entry.toJson());
      }
    }
    return sorted(state);
  }

  private static String sorted(Map<String, ?> state) {
    return new TreeMap<>(state).toString();
  }

  private static int lines(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  @Property(tries = 200)
  void whatWasWrittenIsRead(@ForAll("entries") List<Entry> entries) {
    JournalText.Read read = JournalText.read(text(entries));
    assertThat(read.damage()).isEmpty();
    assertThat(sorted(read.entries())).isEqualTo(state(entries, entries.size()));
  }

  @Property(tries = 20)
  void cutAtAnyByteItIsAnEarlierState(@ForAll("entries") List<Entry> entries) {
    byte[] text = text(entries);
    for (int length = 0; length <= text.length; length++) {
      byte[] cut = Arrays.copyOf(text, length);
      JournalText.Read read = JournalText.read(cut);
      int whole = lines(cut);
      assertThat(read.damage()).isEmpty();
      assertThat(sorted(read.entries())).isEqualTo(whole == 0 ? "{}" : state(entries, whole - 1));
    }
  }

  @Property(tries = 10)
  void withAnyByteChangedItIsDamagedOrLosesItsLastLine(
      @ForAll("entries") List<Entry> entries, @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] text = text(entries);
    for (int at = 0; at < text.length; at++) {
      byte[] changed = text.clone();
      changed[at] ^= (byte) change;
      JournalText.Read read = JournalText.read(changed);
      if (read.damage().isPresent()) {
        // Of what is there, the header alone was never to change.
        assertThat(sorted(read.entries())).isIn("{}", state(entries, 0));
      } else {
        assertThat(at).isEqualTo(text.length - 1);
        assertThat(sorted(read.entries())).isEqualTo(state(entries, entries.size() - 1));
      }
    }
  }

  @Property(tries = 500)
  void anyBytesAreReadWithoutAnException(@ForAll byte[] text) {
    Remembered past = Remembered.of(text);
    assertThat(past.header()).isEmpty();
    assertThat(past.services()).isEmpty();
  }

  @Property(tries = 200)
  void aRightLineThatSaysSomethingElseIsDamage(@ForAll("entries") List<Entry> entries) {
    Entry strange =
        new Entry() {
          @Override
          public String key() {
            return ServiceRecord.KEY + "web";
          }

          @Override
          public Map<String, ?> toJson() {
            return Map.of("state", 7L);
          }
        };
    byte[] text =
        (JournalText.lines(List.of(HEADER))
                + JournalText.lines(entries)
                + JournalText.lines(List.of(strange)))
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Remembered.of(text).damage()).isPresent();
    assertThat(Remembered.of(text).header()).contains(HEADER);
    assertThat(Remembered.of(text).services()).isEmpty();
  }
}
