package org.panux.linit.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  @TempDir private Path rig;
  private Catalog catalog;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectory(rig.resolve("init.d"));
    catalog = new Catalog(rig.resolve("init.d"), rig.resolve("rc.d"));
  }

  private void script(String name, String text) throws IOException {
    Files.writeString(rig.resolve("init.d").resolve(name), text);
  }

  private String provider(String name) {
    return catalog.look().provider(name).map(Scripts.Choice::taken).orElse("");
  }

  @Test
  void itSeesWhatHasChanged() throws IOException {
    script("lan", "#!/etc/rc.common\ndepends() { provide net; }\n");
    assertThat(provider("net")).isEqualTo("lan");
    script("lan", "#!/etc/rc.common\ndepends() { provide local; }\n");
    assertThat(provider("net")).isEmpty();
    assertThat(provider("local")).isEqualTo("lan");
    script("wlan", "#!/etc/rc.common\nprovide net\n");
    assertThat(provider("net")).isEqualTo("wlan");
    Files.delete(rig.resolve("init.d/wlan"));
    assertThat(provider("net")).isEmpty();
  }

  @Test
  void onlyAScriptForRcCommonProvidesByTheCommand() throws IOException {
    script("a", "#!/bin/sh\nprovide net\n");
    script("b", "#! /usr/local/lib/rc.common\nprovide dns\n");
    script("c", "#!/bin/sh\n### BEGIN INIT INFO\n# Provides: mail\n### END INIT INFO\n");
    assertThat(provider("net")).isEmpty();
    assertThat(provider("dns")).isEqualTo("b");
    assertThat(provider("mail")).isEqualTo("c");
  }

  @Test
  void aScriptWithAMalformedHeaderProvidesNothingAndDisturbsNobody() throws IOException {
    script("bad", "#!/bin/sh\n### BEGIN INIT INFO\n# Provides: mail\n");
    script("good", "#!/bin/sh\n### BEGIN INIT INFO\n# Provides: post\n### END INIT INFO\n");
    Files.createDirectory(rig.resolve("init.d/folder"));
    Files.createSymbolicLink(rig.resolve("init.d/dangling"), Path.of("nowhere"));
    assertThat(provider("mail")).isEmpty();
    assertThat(provider("post")).isEqualTo("good");
    assertThat(ScriptText.read(rig.resolve("init.d/bad")).problem().orElseThrow())
        .isEqualTo(new Fault(2, "the LSB header has no end; add '### END INIT INFO'"));
  }
}
