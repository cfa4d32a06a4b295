package org.panux.linit.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
  private static List<Condition> parse(String text) throws Readiness.Invalid {
    return Readiness.parse(text).conditions();
  }

  @Test
  void eachKindIsRead() throws Readiness.Invalid {
    assertThat(parse("exec:redis-cli -p 1 ping"))
        .containsExactly(new Condition.Exec("redis-cli -p 1 ping"));
    assertThat(parse("tcp:127.0.0.1:6379")).containsExactly(new Condition.Tcp("127.0.0.1", 6379));
    assertThat(parse("tcp:[::1]:80")).containsExactly(new Condition.Tcp("::1", 80));
    assertThat(parse("tcp:[fe80::1%eth0]:80"))
        .containsExactly(new Condition.Tcp("fe80::1%eth0", 80));
    assertThat(parse("tcp:my-db.example:65535"))
        .containsExactly(new Condition.Tcp("my-db.example", 65535));
    assertThat(parse("unix:/run/my app.sock"))
        .containsExactly(new Condition.Unix("/run/my app.sock"));
    assertThat(parse("http://[::1]:8080/a?b=c&&d"))
        .containsExactly(new Condition.Http("http://[::1]:8080/a?b=c&&d"));
    assertThat(parse("https://localhost")).containsExactly(new Condition.Http("https://localhost"));
    assertThat(parse("file:run/x")).containsExactly(new Condition.FileExists("run/x"));
    assertThat(parse("log:^ready (to|for) [a-z]+$"))
        .containsExactly(new Condition.LogMatch("^ready (to|for) [a-z]+$"));
    assertThat(parse("fd:3")).containsExactly(new Condition.Fd(3));
    assertThat(parse("fd:8")).containsExactly(new Condition.Fd(8));
    assertThat(parse("notify")).containsExactly(new Condition.Notify());
    assertThat(parse("pid:/run/x.pid")).containsExactly(new Condition.PidFile("/run/x.pid"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec:true",
        "tcp:h:1",
        "tcp:[::1]:80",
        "unix:a b",
        "http://h/",
        "file:x",
        "log:a|b",
        "fd:5",
        "notify",
        "pid:p"
      })
  void aConditionIsShownAsItWasWritten(String text) throws Readiness.Invalid {
    assertThat(parse(text).get(0).text()).isEqualTo(text);
  }

  @Test
  void severalAreJoinedByAnAndBetweenSpaces() throws Readiness.Invalid {
    assertThat(parse(" tcp:h:1  &&  tcp:h:2 && notify "))
        .containsExactly(
            new Condition.Tcp("h", 1), new Condition.Tcp("h", 2), new Condition.Notify());
  }

  @Test
  void anAndWithoutSpacesBelongsToTheCommand() throws Readiness.Invalid {
    assertThat(parse("exec:test -e a&&test -e b && log:x&&y"))
        .containsExactly(
            new Condition.Exec("test -e a&&test -e b"), new Condition.LogMatch("x&&y"));
  }

  @Test
  void whatTheStartMustPrepareIsKnown() throws Readiness.Invalid {
    Readiness all = Readiness.parse("tcp:h:1 && fd:4 && notify && pid:x");
    assertThat(all.fd()).hasValue(4);
    assertThat(all.notifies()).isTrue();
    assertThat(all.namesProcess()).isTrue();
    Readiness none = Readiness.parse("tcp:h:1");
    assertThat(none.fd()).isEmpty();
    assertThat(none.notifies()).isFalse();
    assertThat(none.namesProcess()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          `` # it is empty; right is for example tcp:127.0.0.1:6379, or notify
          `  ` # it is empty; right is for example tcp:127.0.0.1:6379, or notify
          tpc:h:1 # unknown kind 'tpc'; did you mean 'tcp'?
          notfiy # unknown kind 'notfiy'; did you mean 'notify'?
          /run/x # unknown kind '/run/x'; the kinds are exec, tcp, unix, http, https, file, log, fd, notify, pid
          notify && # 'notify &&': a condition is missing before or after an '&&'
          && notify # '&& notify': a condition is missing before or after an '&&'
          fd:3 && && notify # 'fd:3 && && notify': a condition is missing before or after an '&&'
          exec:a && test -e b # 'test -e b' behind an '&&' is no condition; within a command or regular expression, write the && without spaces
          tcp:h:1&&notify # 'tcp:h:1&&notify': an '&&' between conditions needs a space on both sides
          unix:/a&&unix:/b # 'unix:/a&&unix:/b': an '&&' between conditions needs a space on both sides
          http://h:80&&notify # 'http://h:80&&notify': an '&&' between conditions needs a space on both sides
          exec: # 'exec:' needs a command; right is for example exec:redis-cli ping
          tcp # 'tcp' needs a host and a port; right is for example tcp:127.0.0.1:6379
          tcp:80 # 'tcp:80' needs a host and a port; right is for example tcp:127.0.0.1:6379
          tcp::80 # 'tcp::80': '' is no host; right is for example 127.0.0.1
          tcp:a b:80 # 'tcp:a b:80': 'a b' is no host; right is for example 127.0.0.1
          tcp:h: # 'tcp:h:' needs a port from 1 to 65535, not ''
          tcp:h:0 # 'tcp:h:0' needs a port from 1 to 65535, not '0'
          tcp:h:65536 # 'tcp:h:65536' needs a port from 1 to 65535, not '65536'
          tcp:h:http # 'tcp:h:http' needs a port from 1 to 65535, not 'http'
          tcp:::1:80 # 'tcp:::1:80': an IPv6 address stands in brackets; right is for example [::1]:80
          tcp:[::1] # 'tcp:[::1]' needs a port; right is for example tcp:[::1]:80
          tcp:[::1:80 # 'tcp:[::1:80' names no IPv6 address; right is for example [::1]:80
          tcp:[::1]80 # 'tcp:[::1]80' names no IPv6 address; right is for example [::1]:80
          tcp:[host]:80 # 'tcp:[host]:80' names no IPv6 address; right is for example [::1]:80
          unix: # 'unix:' needs a path; right is for example unix:run/app.sock
          file # 'file' needs a path; right is for example file:run/app.ready
          pid: # 'pid:' needs a path; right is for example pid:run/app.pid
          http:/h # 'http:/h' needs a host; right is for example http://127.0.0.1:8080/health
          http:///x # 'http:///x' needs a host; right is for example http://127.0.0.1:8080/health
          http://h:99999/ # 'http://h:99999/' needs a port from 1 to 65535, not '99999'
          http://me@h/ # 'http://me@h/': 'me@h' is no host; right is for example 127.0.0.1
          http://h/a b # 'http://h/a b' is no URL: write spaces and what is not ASCII as %XX, as in %20
          log: # 'log:' needs a regular expression; right is for example log:Ready to accept connections
          log:a( # 'log:a(' is no regular expression: Unclosed group at its character 3
          fd:2 # 'fd:2' needs a descriptor from 3 to 8, not '2'
          fd:9 # 'fd:9' needs a descriptor from 3 to 8, not '9'
          fd # 'fd' needs a descriptor from 3 to 8, not ''
          notify:x # 'notify:x' says too much; right is notify, alone
          fd:3 && fd:4 # 'fd:4': there can be one condition of this kind, and there is 'fd:3'
          notify && notify # 'notify': there can be one condition of this kind, and there is 'notify'
          pid:a && pid:b # 'pid:b': there can be one condition of this kind, and there is 'pid:a'
          """)
  void badInputIsToldInOneLine(String text, String message) {
    assertThatThrownBy(() -> Readiness.parse(text))
        .isInstanceOf(Readiness.Invalid.class)
        .hasMessage(message);
  }

  @Test
  void aControlCharacterIsRefusedAndNotShown() {
    assertThatThrownBy(() -> Readiness.parse("unix:/a\0b\u001b[31m"))
        .isInstanceOf(Readiness.Invalid.class)
        .hasMessage("'unix:/a?b?[31m' holds a control character; right is a single line of text");
  }

  @Provide
  Arbitrary<List<Condition>> conditions() {
    Arbitrary<String> path = Arbitraries.strings().withChars("ab/._-:[]").ofMinLength(1);
    Arbitrary<String> words =
        path.list().ofMinSize(1).ofMaxSize(3).map(it -> String.join(" x ", it));
    Arbitrary<Integer> port = Arbitraries.integers().between(1, 65535);
    Arbitrary<Condition> many =
        Arbitraries.oneOf(
            words.map(Condition.Exec::new),
            Combinators.combine(Arbitraries.of("::1", "localhost", "10.0.0.1"), port)
                .as(Condition.Tcp::new),
            path.map(Condition.Unix::new),
            port.map(it -> new Condition.Http("http://[::1]:" + it + "/a&&b")),
            path.map(Condition.FileExists::new),
            Arbitraries.of("^ready$", "a|b", "[0-9]+&&x").map(Condition.LogMatch::new));
    Arbitrary<Condition> one =
        Arbitraries.oneOf(
            Arbitraries.integers()
                .between(Readiness.LOWEST_FD, Readiness.HIGHEST_FD)
                .map(Condition.Fd::new),
            Arbitraries.of(new Condition.Notify()),
            path.map(Condition.PidFile::new));
    return Combinators.combine(many.list().ofMinSize(1).ofMaxSize(4), one)
        .as((all, last) -> Stream.concat(all.stream(), Stream.of(last)).toList());
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadAgain(@ForAll("conditions") List<Condition> conditions)
      throws Readiness.Invalid {
    String text = conditions.stream().map(Condition::text).collect(Collectors.joining(" && "));
    assertThat(parse(text)).isEqualTo(conditions);
  }
}
