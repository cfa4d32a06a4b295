package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each block of the README is named in a comment before it, and tried by a test here. */
class ReadmeTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- ([^\n]*) -->\n)?```(\\w*)\n(.*?)\n```", Pattern.DOTALL);

  @TempDir Path folder;

  private static Map<String, String> blocks() throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>();
    Matcher matcher = BLOCK.matcher(Files.readString(Command.source().resolve("README.md")));
    while (matcher.find()) {
      blocks.put(matcher.group(1), matcher.group(3));
    }
    return blocks;
  }

  @Test
  void hasOnlyBlocksThatAreTriedHere() throws IOException {
    assertThat(blocks().keySet())
        .containsExactly(
            "two commands", "rig/init.d/ticker", "rig/init.d/folder", "install", "first steps");
  }

  /** What they do is seen by {@link DemoTest}, and by whoever reads this. */
  @Test
  void theTwoCommandsAreThere() throws IOException {
    assertThat(blocks().get("two commands").lines())
        .containsExactly("scripts/demo", "scripts/test")
        .allSatisfy(command -> assertThat(Command.source().resolve(command)).isExecutable());
  }

  @Test
  void theServiceHasTenLines() throws IOException {
    assertThat(blocks().get("rig/init.d/ticker")).hasLineCount(10);
  }

  @Test
  void theFirstStepsSucceed() throws IOException {
    Map<String, String> blocks = blocks();
    for (String file : List.of("rig/init.d/ticker", "rig/init.d/folder")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), blocks.get(file) + "\n");
    }
    String steps = "set -e\ncd \"$1\"\n" + blocks.get("first steps") + "\nwait $!\n";
    Result result =
        Command.run(
            Map.of("PATH", Command.home().resolve("bin") + ":" + System.getenv("PATH")),
            List.of("/bin/sh", "-c", steps, "sh", folder.toString()));
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.out())
        .contains("boot is running")
        .contains("ticker: running since")
        .contains("   └─ folder  running")
        .containsPattern("(?s)ticker +stopped .*folder +stopped ");
    assertThat(folder.resolve("rig/notes/notes")).isNotEmptyFile();
    assertThat(folder.resolve("rig/run/linit.sock")).doesNotExist();
  }

  /** In a mount namespace of its own, with a copy of /etc and an empty /usr/local. */
  @Test
  void whatItInstallsRuns() throws IOException {
    String script =
        """
        set -e
        cp -a /etc "$1/etc"
        mkdir "$1/local"
        mount --bind "$1/etc" /etc
        mount --bind "$1/local" /usr/local
        cd "$2"
        %s
        mkdir -p "$1/rig/init.d"
        /usr/local/bin/linitd --root "$1/rig" 2>"$1/said" & daemon=$!
        /usr/local/bin/linitctl --root "$1/rig" boot --watch
        printf '#!/etc/rc.common\\nstart() { echo by hand; }\\n' >/etc/init.d/byhand
        chmod +x /etc/init.d/byhand
        /etc/init.d/byhand start
        kill $daemon
        wait $daemon
        """
            .formatted(blocks().get("install"));
    List<String> unshare =
        System.getProperty("user.name").equals("root")
            ? List.of("unshare", "-m")
            : List.of("unshare", "-rm");
    List<String> command = new ArrayList<>(unshare);
    command.addAll(
        List.of("/bin/sh", "-c", script, "sh", folder.toString(), Command.source().toString()));
    Result result = Command.run(Map.of("LINIT_HOME", Command.home().toString()), command);
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.out()).contains("boot is running").contains("by hand");
    assertThat(folder.resolve("etc/rc.common")).isExecutable();
    assertThat(folder.resolve("local/lib/linit/java/linitd.jsa")).exists();
  }
}
