package org.panux.pkgen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panux.pkgen.Cli;
import org.panux.pkgen.build.Fetcher;

/** Sources are fetched by make and curl from a real server. */
class FetchTest {
  @TempDir Path folder;
  private Path cache;
  private Server server;

  @BeforeAll
  static void tools() {
    assumeTrue(Cli.works("curl", "--version"), "needs curl");
    assumeTrue(Cli.works("make", "--version"), "needs make");
  }

  @BeforeEach
  void start() throws IOException {
    cache = folder.resolve("cache");
    server = new Server();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[100_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private String hashed(String name, byte[] content) throws IOException {
    return server.url(name, content) + "?hash=" + sum(content);
  }

  private String sum(byte[] content) throws IOException {
    return Fetcher.sha256(Files.write(folder.resolve("sum"), content));
  }

  private Path yaml(String name, String... urls) throws IOException {
    return Cli.write(
        folder,
        name + ".yaml",
        "packages: {"
            + name
            + ": }\nversion: 1\nsources:\n"
            + String.join("", List.of(urls).stream().map(url -> "- " + url + "\n").toList()));
  }

  /** Runs the makefile: what it says, with its exit code in the end. */
  private String fetch(Path yaml) throws Exception {
    Cli makefile = Cli.run("sources", "--makefile", "--cache", cache, yaml);
    assertThat(makefile.err()).isEmpty();
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("sources.mk"), makefile.out());
    Process process =
        new ProcessBuilder("make", "-s", "-k", "-j4", "-f", "sources.mk", "--no-print-directory")
            .directory(run.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + "exit " + process.waitFor();
  }

  private List<String> unpacked() throws Exception {
    return Cli.program(folder.resolve("run"), "tar", "-tf", "src.tar").lines().toList();
  }

  @Test
  void allIsFetchedOnceAndPutTogether() throws Exception {
    byte[] first = bytes(1);
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      urls.add(hashed("file" + i, bytes(i)));
    }
    Cli.write(folder, "conf/own", "own");
    urls.add("file://./conf/own");
    Path a = yaml("a", urls.toArray(String[]::new));
    Path b = yaml("b", server.url("elsewhere", first) + "?hash=" + sum(first));
    String said = fetch(a);
    assertThat(said).contains("fetching file0", "fetched file0, 97 KiB").endsWith("exit 0");
    assertThat(unpacked())
        .containsExactly("./", "./file0", "./file1", "./file2", "./file3", "./file4", "./own");
    assertThat(fetch(a)).isEqualTo("exit 0");
    assertThat(fetch(b)).isEqualTo("exit 0");
    assertThat(server.asked).hasSize(5);
    assertThat(cache)
        .isDirectoryNotContaining("glob:**.part")
        .isDirectoryNotContaining("glob:**.lock");
  }

  @Test
  void aDownloadThatBreaksIsGoneOnWith() throws Exception {
    Path yaml = yaml("a", hashed("big", bytes(1)));
    server.breaksAfter = 40_000;
    String said = fetch(yaml);
    if (!said.endsWith("exit 0")) {
      // What curl has not tried again by itself, the next run goes on with.
      assertThat(said).contains("pkgen: big: cannot be fetched from http://127.0.0.1:");
      assertThat(fetch(yaml)).endsWith("exit 0");
    }
    assertThat(server.asked.get(server.asked.size() - 1).range()).isEqualTo("bytes=40000-");
  }

  @Test
  void whereAServerCannotGoOnAllIsFetchedAgain() throws Exception {
    Path yaml = yaml("a", hashed("big", bytes(1)));
    server.withoutRanges();
    Files.createDirectories(cache);
    Files.write(cache.resolve("sha256-" + sum(bytes(1)) + ".part"), new byte[1000]);
    assertThat(fetch(yaml)).endsWith("exit 0");
  }

  @Test
  void anotherContentIsThrownAway() throws Exception {
    byte[] wanted = bytes(1);
    String url = server.url("big", bytes(2)) + "?hash=" + sum(wanted);
    String said = fetch(yaml("a", url, hashed("other", bytes(3))));
    assertThat(said)
        .contains(
            "pkgen: big: its SHA-256 is "
                + sum(bytes(2))
                + " and should be "
                + sum(wanted)
                + "; what came is thrown away")
        .contains("fetched other")
        .endsWith("exit 2");
    assertThat(cache.resolve("sha256-" + sum(wanted))).doesNotExist();
    assertThat(cache.resolve("sha256-" + sum(wanted) + ".part")).doesNotExist();
    server.url("big", wanted);
    assertThat(fetch(yaml("a", url))).endsWith("exit 0");
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    String none =
        server.url("x", bytes(1)).replaceFirst("/x$", "/none") + "?hash=" + "0".repeat(64);
    assertThat(fetch(yaml("a", none)))
        .contains("pkgen: none: cannot be fetched from http://127.0.0.1:")
        .contains("404")
        .endsWith("exit 2");
    assertThat(fetch(yaml("a", "file://./none")))
        .contains("pkgen: none: there is no file " + folder.resolve("none"));
    String nobody = "http://127.0.0.1:1/a?hash=" + "0".repeat(64);
    assertThat(fetch(yaml("a", nobody)))
        .contains("pkgen: a: cannot be fetched from http://127.0.0.1:1/a");
  }

  @Test
  void withoutANetworkTheSourceIsNamed() throws Exception {
    assumeTrue(Cli.works("unshare", "-rn", "true"), "needs namespaces");
    Path yaml = yaml("a", "https://example.org/a-1.tar.gz");
    String said =
        Cli.program(
            folder,
            "sh",
            "-c",
            "unshare -rn "
                + launcher()
                + " sources --cache "
                + cache
                + " "
                + yaml
                + " 2>&1; echo $?");
    assertThat(said)
        .contains("pkgen: a-1.tar.gz: cannot be fetched from https://example.org/a-1.tar.gz")
        .endsWith("pkgen: a: sources are missing\n4\n");
  }

  private static Path launcher() {
    return Path.of("bin/pkgen").toAbsolutePath();
  }

  /** The server gives nothing before the terminal has shown how far it is. */
  @Test
  void aTerminalShowsHowFarItIs() throws Exception {
    assumeTrue(Cli.works("script", "--version"), "needs script of util-linux");
    Path yaml = yaml("a", hashed("one", bytes(1)), hashed("two", bytes(2)));
    server.gate = new CountDownLatch(1);
    String command = launcher() + " sources --cache " + cache + " " + yaml;
    Process process =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    StringBuilder shown = new StringBuilder();
    try (Reader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int c = out.read(); c >= 0; c = out.read()) {
        shown.append((char) c);
        if (c == 'K' && shown.indexOf("\r0 of 2 sources, 0.0 MB of others\u001b[K") >= 0) {
          server.gate.countDown();
        }
      }
    }
    assertThat(process.waitFor()).as(shown.toString()).isZero();
    assertThat(shown).contains("fetched one, 97 KiB", "fetched two, 97 KiB");
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    assertThat(fetch(yaml("a", hashed("empty", new byte[0])))).endsWith("exit 0");
    assertThat(unpacked()).contains("./empty");
  }

  @Test
  void ofGitTheFolderOfACommitIsTaken() throws Exception {
    assumeTrue(Cli.works("git", "--version"), "needs git");
    Path origin = Files.createDirectory(folder.resolve("origin"));
    Cli.write(origin, "a/file", "one");
    for (String command :
        List.of(
            "git init -q .",
            "git add .",
            "git -c user.name=x -c user.email=x@x commit -q -m one",
            "git tag v1",
            "git rm -q -r a",
            "git -c user.name=x -c user.email=x@x commit -q -m two")) {
      Cli.program(origin, command.split(" "));
    }
    String url = "git:/" + "/" + origin + "?proto=file&checkout=";
    assertThat(fetch(yaml("a", url + "v1"))).contains("fetched origin").endsWith("exit 0");
    assertThat(unpacked()).contains("./origin/a/file");
    assertThat(fetch(yaml("a", url + "v1"))).isEqualTo("exit 0");
    assertThat(fetch(yaml("a", url + "v9")))
        .contains("pkgen: origin: there is no 'v9' in file://" + origin)
        .endsWith("exit 2");
  }

  @Test
  void twoAtOnceFetchOnce() throws Exception {
    Path yaml = yaml("a", hashed("big", bytes(1)));
    Cli makefile = Cli.run("sources", "--makefile", "--cache", cache, yaml);
    List<Process> runs = new ArrayList<>();
    for (String name : List.of("one", "two", "three")) {
      Path run = Files.createDirectory(folder.resolve(name));
      Files.writeString(run.resolve("Makefile"), makefile.out());
      runs.add(
          new ProcessBuilder("make", "-s")
              .directory(run.toFile())
              .redirectErrorStream(true)
              .redirectOutput(run.resolve("said").toFile())
              .start());
    }
    for (Process run : runs) {
      assertThat(run.waitFor()).isZero();
    }
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void filesThatLieThereAreTaken() throws Exception {
    byte[] content = bytes(1);
    Path have = Files.createDirectory(folder.resolve("have"));
    Files.write(have.resolve("a-1.tar"), content);
    Path yaml = yaml("a", "https://nowhere.invalid/a-1.tar?hash=" + sum(content));
    Cli run = Cli.run("sources", "--cache", cache, "--from", have, yaml);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("all sources are in " + cache + "\n");
    assertThat(cache.resolve("sha256-" + sum(content))).hasBinaryContent(content);
    Files.write(have.resolve("b"), content);
    Path other = yaml("b", "https://nowhere.invalid/b?hash=" + "0".repeat(64));
    Cli refused = Cli.run("sources", "--cache", cache, "--from", have, other);
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err()).contains("b: its SHA-256 is " + sum(content) + " and should be 000");
  }
}
