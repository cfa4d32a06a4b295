package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lpkg refuses: with one line and a code, and without a change to the root. */
class LpkgRefusalTest {
  @TempDir Path folder;
  private LpkgRepository repository;
  private Lpkg lpkg;

  @BeforeEach
  void aRootWithOnePackage() {
    lpkg = Lpkg.in(folder);
    repository = new LpkgRepository(folder.resolve("repository")).publish(old());
    lpkg.with(repository, "old");
  }

  private static LpkgPackage old() {
    return LpkgPackage.of("old", "1").file("bin/old", "old").link("lib", "usr/lib");
  }

  private static LpkgPackage bad() {
    return LpkgPackage.of("bad", "1");
  }

  static Stream<Arguments> hostileArchives() {
    return Stream.of(
        Arguments.of(
            "cannot be read: tar: removing leading '/'", bad().raw('0', "/etc/x", 0644, "", "x")),
        Arguments.of(
            "cannot be read: tar: removing leading", bad().raw('0', "../../x", 0644, "", "x")),
        Arguments.of("has no folder for a/b", bad().raw('0', "a/b", 0644, "", "x")),
        Arguments.of(
            "has a hostile name: a//b", bad().folder("a", 0755).raw('0', "a//b", 0644, "", "x")),
        Arguments.of("has a hostile name: ./a", bad().raw('0', "./a", 0644, "", "x")),
        Arguments.of("has a hostile name: a?b", bad().raw('0', "a\tb", 0644, "", "x")),
        Arguments.of("has a hostile name: a\\b", bad().raw('0', "a\\b", 0644, "", "x")),
        Arguments.of(
            "has what is no file, folder or link: b", bad().raw('0', "a\nb", 0644, "", "x")),
        Arguments.of(
            "unpacks to something else than it lists",
            bad().raw('0', "a\n-rw-r--r-- 0/0         1 1970-01-01 00:00:00 b", 0644, "", "x")),
        Arguments.of("has what is no file, folder or link: crw", bad().raw('3', "a", 0644, "", "")),
        Arguments.of("has what is no file, folder or link: prw", bad().raw('6', "a", 0644, "", "")),
        Arguments.of("has a link out of the root: a -> ../x", bad().link("a", "../x")),
        Arguments.of(
            "has a link out of the root: d/a -> ../b/../../x", bad().link("d/a", "../b/../../x")),
        Arguments.of(
            "has no folder for a/x", bad().link("a", "/tmp").raw('0', "a/x", 0644, "", "x")),
        Arguments.of("has a hostile link: a -> b -> c", bad().link("a", "b -> c")),
        Arguments.of(
            "has a hard link to what is not a file before it",
            bad().raw('1', "a", 0644, "etc/shadow", "")),
        Arguments.of(
            "has a hard link to what is not a file before it",
            bad().raw('0', "a -> b", 0644, "", "x")),
        Arguments.of(
            "has this twice: .pkginfo",
            bad().link("a", "b\n-rw-r--r-- 0/0         1 1970-01-01 00:00:00 .pkginfo")),
        Arguments.of("has a file among lpkg's own", bad().file("var/lib/lpkg/db", "x")),
        Arguments.of("has what is no folder at var/lib", bad().link("var/lib", "/tmp")),
        Arguments.of("has a .oninstall that is no file", bad().link(".oninstall", "/bin/sh")),
        Arguments.of(
            "line 1 of .alternatives is not PATH TARGET NUMBER", bad().alternatives("a b c\n")),
        Arguments.of("has a hostile alternative: ../a", bad().alternatives("../a b 1\n")),
        Arguments.of("has an alternative out of the root", bad().alternatives("a ../b 1\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void hostileArchives(String line, LpkgPackage pack) {
    repository.publish(old(), pack);
    lpkg.refuses(4, line, "install", "bad");
    // And among others, which tar reads as one with it.
    repository.publish(old(), pack, other("a"), other("z"));
    lpkg.refuses(4, line, "install", "a", "bad", "z");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private static LpkgPackage other(String name) {
    return LpkgPackage.of(name, "1").file("bin/" + name, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x 1 1 1 SHA ../x-1-1.tar.gz",
        "-x 1 1 1 SHA -x-1-1.tar.gz",
        "x 1/2 1 1 SHA x-1/2-1.tar.gz",
        "x 1 1 1 SHA y-1-1.tar.gz",
        "x 1 1 1 sha x-1-1.tar.gz",
        "x 1 one 1 SHA x-1-one.tar.gz",
        "x 1 1 1 SHA x-1-1.tar.gz ;reboot",
        "x 1 1 1 SHA x-1-1.tar.gz ",
        "x  1 1 1 SHA x-1-1.tar.gz",
        "x 1 1 1 SHA",
        "x 1 1 1 SHA x-1-1.tar.gz\nx 1 1 1 SHA x-1-1.tar.gz",
        ""
      })
  void hostileIndexes(String line) {
    String sha = "0".repeat(64);
    repository.index(2000, List.of(line.replace("SHA", sha)));
    lpkg.refuses(4, "repository main: line ", "install", "x");
  }

  @Test
  void indexesThatAreNone() {
    for (String index : List.of("", "x\n", "lpkg-index 1 x x86_64\n", "lpkg-index 1 5\n")) {
      repository.sign(index);
      lpkg.refuses(4, "repository main: ", "update");
    }
    repository.sign("lpkg-index 2 9999 x86_64\n");
    lpkg.refuses(4, "the index has format 2, which needs a newer lpkg", "update");
    repository.sign("lpkg-index 1 9999 x86\n");
    lpkg.refuses(4, "its packages are for x86, and not for x86_64", "update");
  }

  @Test
  void anOldIndex() {
    repository.index(900, List.of());
    lpkg.refuses(4, "the index is an old one, number 900 after 1001 was seen", "update");
  }

  @Test
  void anIndexThatSomeoneChanged() throws Exception {
    Path index = repository.folder.resolve("index");
    Files.writeString(index, Files.readString(index).replace("old 1 1", "old 9 1"));
    lpkg.refuses(4, "repository main: the index is not signed by the key", "update");
  }

  @Test
  void anIndexOfSomeoneElse() throws Exception {
    LpkgRepository other = new LpkgRepository(folder.resolve("other")).publish(old());
    for (String name : List.of("index", "index.minisig")) {
      repository.write(name, Files.readAllBytes(other.folder.resolve(name)));
    }
    lpkg.refuses(4, "repository main: the index is not signed by the key", "update");
    Files.delete(lpkg.root.resolve("etc/lpkg/keys/main.pub"));
    lpkg.refuses(4, "repository main has no key: put its public key into", "update");
  }

  /** And nothing of it is unpacked, or even unzipped. */
  @Test
  void anArchiveThatSomeoneChanged() {
    LpkgPackage pack = LpkgPackage.of("new", "1").file("bin/new", "new");
    repository.publish(old(), pack);
    byte[] archive = pack.archive();
    archive[archive.length / 2] ^= 1;
    repository.write(pack.fileName(), archive);
    for (String tool : List.of("tar", "gunzip")) {
      lpkg.tool(tool, "echo ran >>'" + folder + "/ran'");
    }
    lpkg.refuses(4, "new-1-1.tar.gz has not the SHA-256 that the index says", "install", "new");
    repository.write(pack.fileName(), new byte[10]);
    lpkg.refuses(4, "new-1-1.tar.gz has 10 bytes and not ", "install", "new");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void whatIsNotThere() throws Exception {
    lpkg.refuses(3, "no repository has x", "install", "x");
    lpkg.refuses(3, "x is not installed", "remove", "x");
    lpkg.refuses(3, "x is not installed", "update", "x");
    lpkg.refuses(3, "x is not installed", "files", "x");
    lpkg.refuses(3, "there is no package x", "info", "x");
    lpkg.refuses(3, "/x belongs to no package", "owner", "/x");
    repository.publish(LpkgPackage.of("a", "1", "b"), LpkgPackage.of("b", "1", "c"));
    lpkg.refuses(6, "b needs c, which no repository has", "install", "a");
    repository.publish(LpkgPackage.of("a", "1"));
    Files.delete(repository.folder.resolve("a-1-1.tar.gz"));
    lpkg.refuses(5, "a-1-1.tar.gz: there is no such file", "install", "a");
  }

  @Test
  void whatIsNeeded() {
    repository.publish(old(), LpkgPackage.of("a", "1", "old"));
    lpkg.does("install", "a");
    lpkg.refuses(6, "old is needed by a and stays; 'lpkg unpin old'", "remove", "old");
  }

  @Test
  void filesOfOthers() {
    repository.publish(
        old(),
        LpkgPackage.of("a", "1").file("bin/old", "a"),
        LpkgPackage.of("b", "1").file("bin", "b"),
        LpkgPackage.of("c", "1").file("bin/old/c", "c"),
        LpkgPackage.of("d", "1").file("x", "d"),
        LpkgPackage.of("e", "1").file("x", "e"),
        LpkgPackage.of("f", "1").alternatives("bin/old x 1\n"),
        LpkgPackage.of("g", "1").file("mine", "g"));
    lpkg.refuses(6, "bin/old is in old and in a", "install", "a");
    lpkg.refuses(6, "bin is a folder of another package and a file in b", "install", "b");
    lpkg.refuses(6, "bin/old is a folder in c and a file in old", "install", "c");
    lpkg.refuses(6, "x is in d and in e", "install", "d", "e");
    lpkg.refuses(6, "bin/old is in old and in =alt", "install", "f");
    lpkg.write("mine", "mine");
    lpkg.refuses(6, "/mine is there and belongs to no package; --overwrite", "install", "g");
    lpkg.does("install", "g", "--overwrite");
    assertThat(lpkg.read("mine")).isEqualTo("g");
  }

  @Test
  void aLinkOfTheRootThatLeadsOut() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(lpkg.root.resolve("out"), outside);
    repository.publish(old(), LpkgPackage.of("a", "1").file("out/a", "a"));
    lpkg.refuses(6, "root/out is a link out of the root", "install", "a");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkThatLeadsOutIsNotFollowedWhenAPackageGoes() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("old"), "precious");
    Files.move(lpkg.root.resolve("bin"), lpkg.root.resolve("moved"));
    Files.createSymbolicLink(lpkg.root.resolve("bin"), outside);
    lpkg.refuses(6, "root/bin is a link out of the root", "remove", "old");
    assertThat(outside.resolve("old")).hasContent("precious");
  }

  @Test
  void whatIsOlderThanWhatIsInstalled() {
    repository.publish(LpkgPackage.of("old", "1~rc1").file("bin/old", "older"));
    Result result = Lpkg.ok(lpkg.run("update"));
    assertThat(result.err())
        .isEqualTo(
            "lpkg: old 1-1 is newer than 1~rc1-1 of its repository, and stays;"
                + " --allow-downgrade takes that\n");
    assertThat(lpkg.does("update", "--allow-downgrade")).contains("update old 1-1 -> 1~rc1-1\n");
    assertThat(lpkg.read("bin/old")).isEqualTo("older");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void whatAServerDoesNotGive(String scheme) {
    repository.publish(old(), LpkgPackage.of("new", "1").file("bin/new", "new"));
    try (LpkgServer server =
        scheme.equals("http")
            ? LpkgServer.http(repository.folder)
            : LpkgServer.https(repository.folder)) {
      lpkg.write("etc/lpkg/repositories", "main " + server.url() + "\n");
      server.fault("new-1-1.tar.gz", LpkgServer::half);
      Result half = lpkg.run("install", "new");
      // A client that does not see the end coming finds the size wrong.
      assertThat(half.code()).as(half.text()).isIn(4, 5);
      server.fault("new-1-1.tar.gz", LpkgServer::shortened);
      lpkg.refuses(4, "new-1-1.tar.gz has ", "install", "new");
      server.fault("new-1-1.tar.gz", LpkgServer::endless);
      lpkg.refuses(5, "cannot fetch " + server.url() + "/new-1-1.tar.gz: ", "install", "new");
      server.fault("index", (out, file) -> LpkgServer.status(out, 500));
      lpkg.refuses(5, "cannot fetch " + server.url() + "/index: ", "update");
      server.fault("index.minisig", (out, file) -> LpkgServer.status(out, 404));
      lpkg.refuses(5, "cannot fetch " + server.url() + "/index.minisig: ", "update");
      server.fault("index", LpkgServer::shortened);
      lpkg.refuses(4, "the index is not signed by the key", "update");
      server.fault("nothing", LpkgServer::half);
      Lpkg.ok(lpkg.run("install", "new"));
      assertThat(lpkg.does("verify")).endsWith(" verified\n");
    }
    Result gone = lpkg.run("update");
    assertThat(gone.code()).isEqualTo(5);
    assertThat(gone.err()).hasLineCount(1).contains("cannot fetch " + scheme + "://127.0.0.1:");
  }

  @Test
  void repositoriesThatCannotBe() throws Exception {
    lpkg.write("etc/lpkg/repositories", "main ftp://example.org\n");
    lpkg.refuses(5, "only file://, http:// and https:// are known", "update");
    lpkg.write("etc/lpkg/repositories", "../x file:///\n");
    lpkg.refuses(2, "'../x' cannot be the name of a repository", "update");
    lpkg.write("etc/lpkg/repositories", "main\n");
    lpkg.refuses(2, "a line is 'NAME URL'", "update");
    Files.delete(lpkg.root.resolve("etc/lpkg/repositories"));
    lpkg.refuses(2, "there is no " + lpkg.root + "/etc/lpkg/repositories", "update");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "install",
        "install ../x",
        "install -- x",
        "frobnicate",
        "--frobnicate list",
        "remove",
        "owner",
        "bootstrap",
        "install x --key"
      })
  void usage(String words) {
    lpkg.refuses(2, "", words.split(" "));
  }

  /** Mounts a small file system, which takes root and a mount namespace of its own. */
  @Test
  void aDiskThatIsFull() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    String mount = "mount -t tmpfs -o size=512k none \"$1\"";
    Assumptions.assumeTrue(
        Command.run("unshare", "-m", "/bin/sh", "-c", mount, "sh", small.toString()).code() == 0,
        "nothing can be mounted here");
    java.util.Random random = new java.util.Random(1);
    byte[] noise = new byte[300_000];
    random.nextBytes(noise);
    repository.publish(
        old(),
        LpkgPackage.of("fits", "1")
            .raw('0', "fits", 0644, "", java.util.Arrays.copyOf(noise, 1000)),
        // Two archives of this size do not fit, nor does one beside what is in it.
        LpkgPackage.of("big", "1").raw('0', "big", 0644, "", noise));
    String script =
        mount
            + """
             || exit
            shift
            "$@" bootstrap "$ROOT" "$URL" --key "$KEY" fits || exit
            before=$(find "$ROOT" ! -path '*/lock/*' | sort)
            code=0
            "$@" install big --root "$ROOT" >/dev/null || code=$?
            [ "$before" = "$(find "$ROOT" ! -path '*/lock/*' | sort)" ] || exit 99
            exit $code
            """;
    Map<String, String> environment = lpkg.environment();
    environment.put("ROOT", small.toString());
    environment.put("URL", repository.url());
    environment.put("KEY", repository.key.toString());
    environment.merge("PATH", System.getenv("PATH"), (tools, path) -> tools + ":" + path);
    Result result =
        Command.run(
            environment,
            List.of(
                "unshare",
                "-m",
                "/bin/sh",
                "-c",
                script,
                "sh",
                small.toString(),
                "/bin/busybox",
                "sh",
                Command.source().resolve("panux/lpkg/lpkg").toString()));
    assertThat(result.code()).as(result.text()).isEqualTo(7);
    assertThat(result.err()).startsWith("lpkg: the disk is full: ").hasLineCount(1);
  }
}
