package org.panux.pkgen.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panux.pkgen.Cli;
import org.panux.pkgen.build.Fetcher;

/** {@code pkgen repo}: what is in the index, and what is let into none. */
class RepositoryTest {
  @TempDir Path folder;

  private static String information(String name, String dependencies) {
    return "NAME=" + name + "\nVERSION=1.0\nBUILD=2\nDEPENDENCIES=\"" + dependencies + "\"\n";
  }

  private Path archive(String file, Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, String> named : new java.util.TreeMap<>(files).entrySet()) {
        byte[] content = named.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(named.getKey(), true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return Files.write(folder.resolve(file), bytes.toByteArray());
  }

  private String refused() {
    Cli run = Cli.run("repo", folder);
    assertThat(run.code()).isEqualTo(1);
    assertThat(folder.resolve("index")).doesNotExist();
    return run.err().replace("pkgen: " + folder + "/", "").strip();
  }

  @Test
  void theIndexListsWhatThereIs() throws Exception {
    Path b =
        archive("b-1.0-2.tar.gz", Map.of(".pkginfo", information("b", "z a a-lib"), "usr/b", "x"));
    Path a = archive("a-1.0-2.tar.gz", Map.of(".pkginfo", information("a", "")));
    Cli run = Cli.run("repo", "--serial", "7", "--arch", "x86", folder);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("note: other repositories have to provide a-lib z\n");
    assertThat(run.out())
        .isEqualTo(
            folder
                + ": 2 packages, serial 7, not signed: lpkg will refuse it; sign it with --key\n");
    assertThat(folder.resolve("index"))
        .hasContent(
            "lpkg-index 1 7 x86\n"
                + "a 1.0 2 "
                + Files.size(a)
                + " "
                + Fetcher.sha256(a)
                + " a-1.0-2.tar.gz\n"
                + "b 1.0 2 "
                + Files.size(b)
                + " "
                + Fetcher.sha256(b)
                + " b-1.0-2.tar.gz a a-lib z\n");
  }

  @Test
  void theSerialGrows() throws Exception {
    archive("a-1.0-2.tar.gz", Map.of(".pkginfo", information("a", "")));
    assertThat(Cli.run("repo", "--serial", "9999999999", folder).code()).isZero();
    assertThat(Cli.run("repo", folder).out()).contains("serial 10000000000");
    assertThat(Cli.run("repo", "--serial", "10000000000", folder).err())
        .isEqualTo(
            "pkgen: the index of "
                + folder
                + " has the serial 10000000000, so the next one has to be larger\n");
  }

  @Test
  void aSignedIndexIsVerifiedByMinisign() throws Exception {
    assumeTrue(Cli.works("minisign", "-v"), "needs minisign");
    archive("a-1.0-2.tar.gz", Map.of(".pkginfo", information("a", "")));
    Cli.program(folder, "minisign", "-G", "-W", "-p", "repo.pub", "-s", "repo.sec");
    Cli run = Cli.run("repo", "--serial", "5", "--key", folder.resolve("repo.sec"), folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(folder + ": 1 package, serial 5, signed\n");
    assertThat(Cli.program(folder, "minisign", "-V", "-p", "repo.pub", "-m", "index"))
        .contains("lpkg-index 5");
    assertThat(folder).isDirectoryNotContaining("glob:**.new*");
    // What is not signed has no signature of an older one.
    assertThat(Cli.run("repo", folder).code()).isZero();
    assertThat(folder.resolve("index.minisig")).doesNotExist();
  }

  @Test
  void whatLpkgWouldRefuseIsLetIntoNoIndex() throws Exception {
    record Case(String file, Map<String, String> content, String message) {}
    String good = information("a", "");
    for (Case bad :
        List.of(
            new Case(
                "b-1.0-2.tar.gz",
                Map.of(".pkginfo", good),
                "b-1.0-2.tar.gz has the wrong name; of what is in it that is a-1.0-2.tar.gz"),
            new Case(
                "a-1.0-2.tar.gz",
                Map.of("usr/a", "x"),
                "a-1.0-2.tar.gz does not begin with .pkginfo, so pkgen has not built it"),
            new Case("a-1.0-2.tar.gz", Map.of(), "a-1.0-2.tar.gz is empty"),
            new Case(
                "a-1.0-2.tar.gz",
                Map.of(".pkginfo", good, "usr/../../etc/passwd", "x"),
                "a-1.0-2.tar.gz holds the hostile name 'usr/../../etc/passwd'"),
            new Case(
                "a-1.0-2.tar.gz",
                Map.of(".pkginfo", good, "/etc/passwd", "x"),
                "a-1.0-2.tar.gz holds the hostile name '/etc/passwd'"),
            new Case(
                "a-1.0-2.tar.gz",
                Map.of(".pkginfo", good, "usr/a\nb", "x"),
                "a-1.0-2.tar.gz holds the hostile name 'usr/a?b'"),
            new Case(
                "a-1.0-2.tar.gz",
                Map.of(".pkginfo", "NAME=a\nrm -rf /\n"),
                "a-1.0-2.tar.gz its .pkginfo has a line that is no KEY=VALUE"),
            new Case(
                "a-1.0-2.tar.gz",
                Map.of(".pkginfo", information("a b", "")),
                "a-1.0-2.tar.gz its .pkginfo is wrong: the name 'a b' has a space: it would be two words; allowed are letters, digits, '.', '_', '+' and '-', a letter or digit first"),
            new Case(
                "a-1.0-2.tar.gz",
                Map.of(".pkginfo", "NAME=a\nVERSION=$(x)\n"),
                "a-1.0-2.tar.gz its .pkginfo has no usable VERSION or BUILD"))) {
      Path file = archive(bad.file(), bad.content());
      assertThat(refused()).isEqualTo(bad.message());
      Files.delete(file);
    }
    Path broken = archive("a-1.0-2.tar.gz", Map.of(".pkginfo", good, "usr/a", "x".repeat(9999)));
    Files.write(broken, java.util.Arrays.copyOf(Files.readAllBytes(broken), 90));
    assertThat(refused()).startsWith("a-1.0-2.tar.gz is damaged, or is no archive: ");
  }

  @Test
  void devicesAndLinksOutOfThePackageAreLetIntoNoIndex() throws Exception {
    special(new TarArchiveEntry("dev/sda", TarConstants.LF_BLK));
    assertThat(refused())
        .isEqualTo("a-1.0-2.tar.gz holds 'dev/sda', which is no file, folder or link");
    TarArchiveEntry link = new TarArchiveEntry("usr/a", TarConstants.LF_LINK);
    link.setLinkName("../etc/shadow");
    special(link);
    assertThat(refused()).isEqualTo("a-1.0-2.tar.gz holds 'usr/a', a link out of the package");
  }

  private void special(TarArchiveEntry special) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      byte[] content = information("a", "").getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(".pkginfo");
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      tar.putArchiveEntry(special);
      tar.closeArchiveEntry();
    }
    Files.write(folder.resolve("a-1.0-2.tar.gz"), bytes.toByteArray());
  }

  @Test
  void twoOfOneNameAreTooMany() throws Exception {
    archive("a-1.0-2.tar.gz", Map.of(".pkginfo", information("a", "")));
    archive("a-1.1-2.tar.gz", Map.of(".pkginfo", information("a", "").replace("1.0", "1.1")));
    Cli run = Cli.run("repo", folder);
    assertThat(run.err())
        .isEqualTo(
            "pkgen: "
                + folder
                + " has two archives of a, a-1.0-2.tar.gz and a-1.1-2.tar.gz; remove the older one\n");
  }

  @Test
  void keysAndFoldersThatAreNotThereAreNamed() throws Exception {
    assertThat(Cli.run("repo", folder.resolve("none")).err())
        .isEqualTo(
            "pkgen: "
                + folder.resolve("none")
                + " is no folder; name the one that the archives are in\n");
    assumeTrue(Cli.works("minisign", "-v"), "needs minisign");
    Cli run = Cli.run("repo", "--key", folder.resolve("none"), folder);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("there is no key");
    assertThat(folder.resolve("index")).doesNotExist();
  }
}
