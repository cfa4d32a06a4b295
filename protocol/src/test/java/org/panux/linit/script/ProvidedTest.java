package org.panux.linit.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProvidedTest {
  @Test
  void namesStandBehindTheCommand() {
    assertThat(Provided.in("depends() { provide net lan; dep x; }\n"))
        .containsExactly("net", "lan");
    assertThat(Provided.in("depends() {\n  dep x\n  provide net\n\tprovide 'dns' \"mail\"\n}\n"))
        .containsExactly("net", "dns", "mail");
    assertThat(Provided.in("want x && provide net || provide off; provide last\n"))
        .containsExactly("net", "off", "last");
    assertThat(Provided.in("if true; then provide a; else provide b; fi\n"))
        .containsExactly("a", "b");
    assertThat(Provided.in("provide a \\\n  b\n")).containsExactly("a", "b");
  }

  @Test
  void whatOnlyLooksLikeItIsNone() {
    assertThat(Provided.in("# provide net\necho provide net\nprovided net\nprovide=net\n"))
        .isEmpty();
    assertThat(Provided.in("dep x # provide net\n")).isEmpty();
    assertThat(Provided.in("provide net # and more\n")).containsExactly("net");
  }

  @Test
  void aNameThatIsNotLiteralIsPassedOver() {
    assertThat(Provided.in("provide \"$name\" net $(hostname)\n")).containsExactly("net");
  }
}
