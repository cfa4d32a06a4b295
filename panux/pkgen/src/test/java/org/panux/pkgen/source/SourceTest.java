package org.panux.pkgen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** URLs of package files. */
class SourceTest {
  private static final Path FILE = Path.of("/tree/a/pkgen.yaml");
  private static final String SUM = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "https://x.org/a/b-1.tar.gz, WEB, b-1.tar.gz, https://x.org/a/b-1.tar.gz",
    "https://x.org/index.php?getfile=322, WEB, index.php, https://x.org/index.php?getfile=322",
    "https://x.org/a.patch?h=3.3&hash=main, WEB, a.patch, https://x.org/a.patch?h=3.3&hash=main",
    "https://x.org/a#part, WEB, a, https://x.org/a",
    "git://x.org/pub/musl?checkout=v1&proto=git, GIT, musl, git://x.org/pub/musl",
    "git://x.org/musl.git?proto=https&checkout=v1, GIT, musl, https://x.org/musl.git",
    "file://./conf/x86.conf, FILE, x86.conf, /tree/a/conf/x86.conf",
    "file://./../b/run.sh, FILE, run.sh, /tree/b/run.sh",
  })
  void saysWhatIsFetchedAndWhatItIsCalled(
      String url, Source.Kind kind, String name, String location) throws Exception {
    Source source = Source.of(url, FILE);
    assertThat(source.kind()).isEqualTo(kind);
    assertThat(source.name()).isEqualTo(name);
    assertThat(source.location()).isEqualTo(location);
  }

  @Test
  void whatHasAChecksumIsOneInTheCacheWhereverItComesFrom() throws Exception {
    Source one = Source.of("http://x.org/a?hash=" + SUM, FILE);
    Source other =
        Source.of("https://y.org/b?x=1&hash=" + SUM.toUpperCase(java.util.Locale.ROOT), FILE);
    assertThat(one.key()).isEqualTo("sha256-" + SUM).isEqualTo(other.key());
    assertThat(other.location()).isEqualTo("https://y.org/b?x=1");
    assertThat(Source.of("https://x.org/a", FILE).key())
        .isNotEqualTo(Source.of("https://y.org/a", FILE).key());
    assertThat(Source.of("git://x.org/a?checkout=1", FILE).key())
        .isNotEqualTo(Source.of("git://x.org/a?checkout=2", FILE).key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "x.org/a => 'x.org/a' is no URL; it begins with https://, http://, git:// or file://./",
        "https://x.org/a b => the URL 'https://x.org/a b' has a space or a quote in it; write %20 for a space",
        "https://x.org/a?x='y' => the URL 'https://x.org/a?x='y'' has a space or a quote in it; write %20 for a space",
        "https://x.org => the URL 'https://x.org' does not end with a file's name",
        "https://x.org/.. => the URL 'https://x.org/..' does not end with a file's name",
        "https://x.org/$(x) => the URL 'https://x.org/$(x)' does not end with a file's name",
        "http://x.org/a?hash=12 => 'hash=12' is no SHA-256, which has 64 hexadecimal digits",
        "git://x.org/a?depth=1 => 'depth=1' is not known of git://; it is proto= and checkout=",
        "git://x.org/a?proto=ext => 'proto=ext' is not known; it is https, http, git or ssh",
        "git://x.org/a?checkout=--upload-pack => 'checkout=--upload-pack' is no commit, tag or branch: git://x.org/a?checkout=--upload-pack",
      })
  void refusesOthers(String url, String message) {
    assertThatThrownBy(() -> Source.of(url, FILE))
        .isInstanceOf(Source.Malformed.class)
        .hasMessage(message);
  }
}
