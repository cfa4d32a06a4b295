package org.panux.linit.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HintTest {
  @Test
  void literalNamesOfDepAndWantAreTaken() {
    assertThat(Hint.of("#!/etc/rc.common\ndepends() { dep a b.c; want d-1; }\n"))
        .containsExactly("a", "b.c", "d-1");
    assertThat(Hint.of("dep a && dep b # dep c\n\tdep  d\t e ;x")).contains("a", "b", "d", "e");
  }

  @Test
  void whatIsNoNameIsPassedOver() {
    assertThat(Hint.of("dep $x a \"b\" $(ls) c")).containsExactly("a", "c");
    assertThat(Hint.of("depends() { :; }\nindep a\ndep\ndep")).isEmpty();
  }

  @Test
  void anLsbHeaderSaysItToo() {
    assertThat(
            Hint.of(
                """
                #!/bin/sh
                ### BEGIN INIT INFO
                # Required-Start: $network db
                # Should-Start:   cache
                ### END INIT INFO
                """))
        .containsExactly("db", "cache");
  }
}
