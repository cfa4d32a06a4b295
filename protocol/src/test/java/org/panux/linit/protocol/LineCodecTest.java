package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineCodecTest {
  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("start a", new LineRequest.Start(List.of("a"))),
        Arguments.of("start a b a", new LineRequest.Start(List.of("a", "b", "a"))),
        Arguments.of("stop a", new LineRequest.Stop("a")),
        Arguments.of("state a running", new LineRequest.State("a", ServiceState.RUNNING)),
        Arguments.of("state a stopped", new LineRequest.State("a", ServiceState.STOPPED)),
        Arguments.of("state a failed", new LineRequest.State("a", ServiceState.FAILED)),
        Arguments.of("state a bad", new LineRequest.State("a", ServiceState.FAILED)),
        Arguments.of("channel t:o:k", new LineRequest.Hello("t:o:k")),
        Arguments.of("dep a b", new LineRequest.Depend(DependencyKind.DEP, List.of("a", "b"))),
        Arguments.of("want a", new LineRequest.Depend(DependencyKind.WANT, List.of("a"))));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void readsEachRequest(String line, LineRequest request) {
    assertThat(LineCodec.decode(line)).contains(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "start",
        "start ",
        "start  a",
        " start a",
        "start a ",
        "stop",
        "stop a b",
        "state a",
        "state a null",
        "state a starting",
        "state a stopping",
        "state a b c",
        "state a RUNNING",
        "START a",
        "channel",
        "channel a b",
        "dep",
        "want",
        "notify a running",
        "exec rm",
        "start\ta"
      })
  void anythingElseIsNoRequest(String line) {
    assertThat(LineCodec.decode(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NULL, null",
    "STARTING, starting",
    "RUNNING, running",
    "STOPPING, stopping",
    "STOPPED, stopped",
    "FAILED, bad",
  })
  void aNoticeHasTheAncestorsWord(ServiceState state, String word) {
    assertThat(LineCodec.notice("a", state)).isEqualTo("notify a " + word);
    assertThat(ServiceState.of(word)).contains(state);
    assertThat(ServiceState.of(state.word())).contains(state);
  }

  @Test
  void anAnswerIsOneLineWhateverItSays() {
    assertThat(LineCodec.ok()).isEqualTo("ok");
    assertThat(LineCodec.failed(151, "two\nlines\0")).isEqualTo("failed 151 two?lines?");
  }

  @Property(tries = 1000)
  void noTextMakesItFail(@ForAll String text) {
    LineCodec.decode(text)
        .ifPresent(request -> assertThat(text).contains(" ").doesNotContain("  "));
  }

  /** The requests as a script writes them. */
  @Provide
  Arbitrary<Map.Entry<String, LineRequest>> lines() {
    Arbitrary<String> name =
        Arbitraries.strings()
            .withChars("abcXYZ019._+-")
            .ofMinLength(1)
            .ofMaxLength(12)
            .map("n"::concat);
    Arbitrary<List<String>> names = name.list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<String> value = Arbitraries.strings().withCharRange('!', '~').ofMinLength(1);
    return Arbitraries.oneOf(
        names.map(it -> Map.entry("start " + String.join(" ", it), new LineRequest.Start(it))),
        name.map(it -> Map.entry("stop " + it, new LineRequest.Stop(it))),
        Combinators.combine(
                name,
                Arbitraries.of(ServiceState.RUNNING, ServiceState.STOPPED, ServiceState.FAILED))
            .as(
                (it, state) ->
                    Map.entry(
                        "state " + it + " " + state.word(), new LineRequest.State(it, state))),
        Combinators.combine(names, Arbitraries.of(DependencyKind.values()))
            .as(
                (it, kind) ->
                    Map.entry(
                        kind.word() + " " + String.join(" ", it),
                        new LineRequest.Depend(kind, it))),
        value.map(it -> Map.entry("set ready " + it, new LineRequest.Configure("ready", it))));
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadAgain(@ForAll("lines") Map.Entry<String, LineRequest> line) {
    assertThat(LineCodec.decode(line.getKey())).contains(line.getValue());
  }
}
