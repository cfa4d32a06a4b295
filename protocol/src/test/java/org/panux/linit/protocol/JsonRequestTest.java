package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.panux.linit.protocol.JsonRequest.Op;

class JsonRequestTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{}' | the request needs an 'id', a string or an integer",
        "'{\"id\":1.5,\"op\":\"list\"}' | the request needs an 'id', a string or an integer",
        "'{\"id\":null,\"op\":\"list\"}' | the request needs an 'id', a string or an integer",
        "'{\"id\":1}' | the request needs an 'op', a string",
        "'{\"id\":1,\"op\":7}' | the request needs an 'op', a string",
        "'{\"id\":1,\"op\":\"strat\"}' | unknown op 'strat'; did you mean 'start'?",
        "'{\"id\":1,\"op\":\"START\"}' | unknown op 'START'",
        "'{\"id\":1,\"op\":\"list\",\"nmaes\":[]}' | unknown field 'nmaes'; did you mean 'names'?",
        "'{\"id\":1,\"op\":\"start\"}' | op 'start' takes at least one name",
        "'{\"id\":1,\"op\":\"start\",\"names\":[]}' | op 'start' takes at least one name",
        "'{\"id\":1,\"op\":\"start\",\"names\":\"a\"}' | 'names' must be a list of strings",
        "'{\"id\":1,\"op\":\"start\",\"names\":[1]}' | 'names' must be a list of strings",
        "'{\"id\":1,\"op\":\"start\",\"names\":[\"\"]}' | a service name must not be empty",
        "'{\"id\":1,\"op\":\"stop\",\"names\":[\".x\"]}'"
            + " | bad service name '.x': it must not begin with '.'",
        "'{\"id\":1,\"op\":\"list\",\"names\":[\"a\"]}' | op 'list' takes no names",
        "'{\"id\":1,\"op\":\"graph\",\"names\":[\"a\",\"b\"]}' | op 'graph' takes at most one name",
        "'{\"id\":1,\"op\":\"state\",\"state\":\"running\"}' | op 'state' takes one name",
        "'{\"id\":1,\"op\":\"state\",\"names\":[\"a\"]}'"
            + " | 'state' must be running, stopped or failed",
        "'{\"id\":1,\"op\":\"state\",\"names\":[\"a\"],\"state\":\"null\"}'"
            + " | 'state' must be running, stopped or failed",
        "'{\"id\":1,\"op\":\"stop\",\"names\":[\"a\"],\"state\":\"failed\"}'"
            + " | op 'stop' takes no 'state'",
        "'{\"id\":1,\"op\":\"logs\"}' | op 'logs' takes at least one name",
        "'{\"id\":1,\"op\":\"stop\",\"names\":[\"a\"],\"lines\":5}'"
            + " | op 'stop' takes no 'lines'",
        "'{\"id\":1,\"op\":\"logs\",\"names\":[\"a\"],\"lines\":0}'"
            + " | 'lines' must be an integer from 1 to 5000",
        "'{\"id\":1,\"op\":\"logs\",\"names\":[\"a\"],\"lines\":5001}'"
            + " | 'lines' must be an integer from 1 to 5000",
        "'{\"id\":1,\"op\":\"logs\",\"names\":[\"a\"],\"lines\":\"9\"}'"
            + " | 'lines' must be an integer from 1 to 5000",
        "'{\"id\":1,\"op\":\"why\"}' | op 'why' takes at least one name",
        "'{\"id\":1,\"op\":\"why\",\"names\":[\"a\"],\"any\":true}' | op 'why' takes no 'any'",
        "'{\"id\":1,\"op\":\"wait\"}' | op 'wait' takes at least one name",
        "'{\"id\":1,\"op\":\"wait\",\"names\":[\"a\"],\"any\":1}'"
            + " | 'any' must be true or false",
        "'{\"id\":1,\"op\":\"wait\",\"names\":[\"a\"],\"any\":null}'"
            + " | 'any' must be true or false",
        "'{\"id\":1,\"op\":\"wait\",\"names\":[\"a\"],\"since\":1}' | op 'wait' takes no 'since'",
        "'{\"id\":1,\"op\":\"record\",\"names\":[\"a b\"]}'"
            + " | bad service name 'a b': character U+0020 is not allowed,"
            + " only letters, digits and . _ - +",
        "'{\"id\":1,\"op\":\"events\",\"names\":[\"a\"]}' | op 'events' takes no names",
        "'{\"id\":1,\"op\":\"events\",\"since\":-1}'" + " | 'since' must be the number of an event",
        "'{\"id\":1,\"op\":\"events\",\"since\":\"1\"}'"
            + " | 'since' must be the number of an event",
        "'{\"id\":1,\"op\":\"events\",\"since\":99999999999999999999}'"
            + " | 'since' must be the number of an event",
        "'{\"id\":1,\"op\":\"events\",\"sinse\":1}'"
            + " | unknown field 'sinse'; did you mean 'since'?",
      },
      delimiter = '|')
  void saysWhatIsWrong(String line, String message) {
    JsonRequest.Invalid problem =
        catchThrowableOfType(JsonRequest.Invalid.class, () -> JsonRequest.decode(line));
    assertThat(problem).hasMessage(message);
    assertThat(problem.id())
        .isEqualTo(line.contains("\"id\":1,") || line.contains("\"id\":1}") ? 1L : null);
  }

  @Test
  void whatIsNotJsonHasNoId() {
    JsonRequest.Invalid problem =
        catchThrowableOfType(JsonRequest.Invalid.class, () -> JsonRequest.decode("{\"id\":1"));
    assertThat(problem).hasMessageStartingWith("cannot read the request: ");
    assertThat(problem.id()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.class,
      names = {
        "FAULT",
        "STATE",
        "LIST",
        "EVENTS",
        "PUBLISHED",
        "VERSION",
        "SHUTDOWN",
        "POWEROFF",
        "REBOOT"
      },
      mode = EnumSource.Mode.EXCLUDE)
  void whatIsEncodedIsDecoded(Op op) throws Exception {
    JsonRequest request = JsonRequest.of(9, op, List.of("a"));
    assertThat(JsonRequest.decode(request.encode())).isEqualTo(request);
  }

  @Test
  void aStateAndAnIdOfWordsAreKept() throws Exception {
    JsonRequest request =
        new JsonRequest(
            "me-1",
            Op.STATE,
            List.of("a"),
            Optional.of(ServiceState.FAILED),
            JsonRequest.Details.NONE);
    assertThat(request.encode())
        .isEqualTo("{\"id\":\"me-1\",\"op\":\"state\",\"names\":[\"a\"],\"state\":\"failed\"}");
    assertThat(JsonRequest.decode(request.encode())).isEqualTo(request);
  }

  @Test
  void aNumberOfLinesIsKept() throws Exception {
    JsonRequest request =
        new JsonRequest(
            2L,
            Op.LOGS,
            List.of("a"),
            Optional.empty(),
            JsonRequest.Details.NONE.withLines(OptionalInt.of(5000)));
    assertThat(request.encode())
        .isEqualTo("{\"id\":2,\"op\":\"logs\",\"names\":[\"a\"],\"lines\":5000}");
    assertThat(JsonRequest.decode(request.encode())).isEqualTo(request);
  }

  @Test
  void whatTheNewerOpsTakeIsKept() throws Exception {
    JsonRequest wait =
        JsonRequest.of(2, Op.WAIT, List.of("a"), JsonRequest.Details.NONE.withAny(true));
    assertThat(wait.encode())
        .isEqualTo("{\"id\":2,\"op\":\"wait\",\"names\":[\"a\"],\"any\":true}");
    assertThat(JsonRequest.decode(wait.encode())).isEqualTo(wait);
    JsonRequest events =
        JsonRequest.of(
            3, Op.EVENTS, List.of(), JsonRequest.Details.NONE.withSince(OptionalLong.of(0)));
    assertThat(events.encode()).isEqualTo("{\"id\":3,\"op\":\"events\",\"since\":0}");
    assertThat(JsonRequest.decode(events.encode())).isEqualTo(events);
    JsonRequest fault =
        JsonRequest.of(
            4, Op.FAULT, List.of("a"), JsonRequest.Details.NONE.withFault("delay 100ms"));
    assertThat(fault.encode())
        .isEqualTo("{\"id\":4,\"op\":\"fault\",\"names\":[\"a\"],\"fault\":\"delay 100ms\"}");
    assertThat(JsonRequest.decode(fault.encode())).isEqualTo(fault);
  }

  @Test
  void aNameTwiceIsOneName() throws Exception {
    assertThat(
            JsonRequest.decode("{\"id\":1,\"op\":\"stop\",\"names\":[\"a\",\"b\",\"a\"]}").names())
        .containsExactly("a", "b");
  }

  @Property(tries = 500)
  void noTextMakesItFailOtherwise(@ForAll String text) {
    JsonRequest.Invalid problem =
        catchThrowableOfType(JsonRequest.Invalid.class, () -> JsonRequest.decode("{" + text));
    assertThat(problem).isNotNull();
  }
}
