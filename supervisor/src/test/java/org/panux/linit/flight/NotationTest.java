package org.panux.linit.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ServiceState;

/** What a recording says of values is read as the same values. */
class NotationTest {
  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.lazyOf(
        () -> Arbitraries.strings().map(it -> it),
        () -> Arbitraries.longs().map(it -> it),
        () -> Arbitraries.integers().map(it -> it),
        () -> Arbitraries.of(true, false),
        () -> Arbitraries.of(ServiceState.values()),
        () -> Arbitraries.longs().map(it -> Duration.ofSeconds(it / 4, it & 0xffff)),
        () -> Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Moment::new),
        () -> Combinators.combine(Arbitraries.integers(), Arbitraries.strings()).as(Reason::new),
        () -> values().list().ofMaxSize(3).map(it -> it),
        () -> values().set().ofMaxSize(3).map(it -> it),
        () -> values().optional().map(it -> it),
        () -> Arbitraries.maps(values(), values()).ofMaxSize(3).map(it -> it));
  }

  @Property(tries = 1000)
  void whatIsWrittenIsReadAgain(@ForAll("values") Object value) throws Exception {
    String text = Notation.write(value);
    assertThat(text).doesNotContain("\n");
    Notation.Reader reader = new Notation.Reader(text);
    assertThat(reader.value()).isEqualTo(value);
    assertThat(reader.rest()).isEmpty();
  }

  @Property(tries = 500)
  void aLineIsReadAgainAndNoneOfItsBytesCanChangeUnseen(@ForAll("values") Object value)
      throws IOException {
    String text = Notation.write(List.of(value, Optional.empty()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Line.write(new StringBuilder(text), out);
    byte[] line = out.toByteArray();
    assertThat(length).isEqualTo(line.length);
    assertThat(Line.text(line, 0, line.length - 1)).contains(text);
    byte[] changed = Arrays.copyOf(line, line.length);
    changed[(text.hashCode() & 0xffff) % (line.length - 1)] ^= 1;
    assertThat(Line.text(changed, 0, line.length - 1)).isEmpty();
  }
}
