package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/lib/setup.sh}, in a source tree and on a PATH that are made up here. */
class SetupTest {
  private static final String TOOLS =
      "sh cat chmod cut find head id mkdir mktemp readlink rm sed tail";
  private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant NEW = Instant.parse("2020-01-02T00:00:00Z");

  @TempDir Path folder;
  private Path source;
  private Path bin;
  private Path jdk;

  @BeforeEach
  void makeUpAMachine() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
    bin = Files.createDirectory(folder.resolve("bin"));
    jdk = folder.resolve("jdk");
    for (String tool : TOOLS.split(" ")) {
      Files.createSymbolicLink(
          bin.resolve(tool),
          Path.of(Command.run("/bin/sh", "-c", "command -v " + tool).out().strip()));
    }
    program(jdk.resolve("bin/javac"), "exit 1");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
    source("pom.xml", "  <version>9.9</version>\n");
    for (String folder : List.of("protocol", "supervisor")) {
      source(folder + "/pom.xml", "");
      source(folder + "/src/main/A.java", "");
    }
    source("supervisor/src/assembly/archive.xml", "");
    source("scripts/linitd", "");
    source("etc/rc.common", "");
  }

  private void source(String name, String text) throws IOException {
    Path file = source.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(OLD));
  }

  /** Puts a program there, in the place of a link and never through it. */
  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n", StandardOpenOption.CREATE_NEW);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes a build of that age. */
  private void built(Instant when) throws IOException {
    Path last = source.resolve("supervisor/target/linit-9.9/linit-9.9/lib/linit/java/linitctl.jsa");
    Files.createDirectories(last.getParent());
    Files.writeString(last, "");
    Files.setLastModifiedTime(last, FileTime.from(when));
  }

  private Result setup(String words) {
    String script =
        "set -eu\nlinit_source=$1\n. \"$2\"\n" + words + "\necho \"home ${linit_home-}\"\n";
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "scripts/demo"));
    command.add(source.toString());
    command.add(Command.source().resolve("scripts/lib/setup.sh").toString());
    return Command.run(Map.of("PATH", bin.toString(), "JAVA_HOME", jdk.toString()), command);
  }

  @Test
  void whatIsMissingIsSaidInOneLine() {
    Result result = setup("linit_ready nosuch:its-package other");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text())
        .isEqualTo(
            "demo: missing: maven its-package other;"
                + " install it (Debian, as root: apt-get install maven its-package other)"
                + " and try again\n");
  }

  @Test
  void rootOnDebianInstallsItAtOnce() throws IOException {
    program(bin.resolve("id"), "echo 0");
    program(
        bin.resolve("apt-get"),
        "echo \"$@\" >>'" + folder + "/apt'\n: >'" + bin + "/mvn'\necho noise");
    Result result = setup("linit_setup sh");
    assertThat(result.text())
        .isEqualTo("installing with apt-get: maven (takes a minute or two)\nhome \n");
    assertThat(folder.resolve("apt"))
        .hasContent("update -q\ninstall -q -y --no-install-recommends maven\n");
  }

  @Test
  void noServerIsStartedThatIsInstalled() throws IOException {
    Path policy = folder.resolve("policy-rc.d");
    program(bin.resolve("id"), "echo 0");
    program(
        bin.resolve("apt-get"),
        "'" + policy + "' || echo $? >>'" + folder + "/asked'\n: >'" + bin + "/mvn'");
    Result result = setup("linit_policy=" + policy + "\nlinit_setup sh");
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(folder.resolve("asked")).hasContent("101\n101\n");
    assertThat(policy).doesNotExist();
    Files.delete(bin.resolve("mvn"));
    program(policy, "exit 104");
    assertThat(setup("linit_policy=" + policy + "\nlinit_setup sh").code()).isZero();
    assertThat(folder.resolve("asked")).hasContent("101\n101\n104\n104\n");
    assertThat(policy).as("one that was there").exists();
  }

  @Test
  void aFailedInstallationShowsWhatAptGetSaid() throws IOException {
    program(bin.resolve("id"), "echo 0");
    program(bin.resolve("apt-get"), "echo 'E: no network'; exit 100");
    Result result = setup("linit_setup sh");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("E: no network\ndemo: apt-get could not install: maven\n");
  }

  @Test
  void aBuildThatIsNewerThanTheSourcesIsUsed() throws IOException {
    program(bin.resolve("mvn"), "exit 99");
    built(NEW);
    Result result = setup("linit_ready");
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.out())
        .isEqualTo("home " + source + "/supervisor/target/linit-9.9/linit-9.9\n");
  }

  @Test
  void anOldBuildIsMadeNewWithoutTheNoiseOfMaven() throws IOException {
    program(
        bin.resolve("mvn"),
        "echo '[INFO] Building linit protocol 9.9         [1/2]'; echo '[INFO] noise'");
    built(OLD);
    Files.setLastModifiedTime(source.resolve("etc/rc.common"), FileTime.from(NEW));
    Result result = setup("linit_ready");
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.out())
        .startsWith(
            "building linit with Maven and " + jdk + "\n  Building linit protocol 9.9 [1/2]\n")
        .doesNotContain("noise");
  }

  @Test
  void aFailedBuildShowsTheErrorsAndEnds() throws IOException {
    program(bin.resolve("mvn"), "echo '[INFO] noise'; echo '[ERROR] A.java: no'; exit 1");
    Result result = setup("linit_ready");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("[ERROR] A.java: no\n");
    assertThat(result.out()).doesNotContain("home").doesNotContain("noise");
  }

  /** Maven's own answer is a page. */
  @Test
  void theTestsTakeNoOptionThatNobodyKnows() {
    String test = Command.source().resolve("scripts/test").toString();
    for (String option : List.of("--everything", "-everything", "--Dtest=X")) {
      Result result = Command.run(test, "--all", option);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .isEqualTo(
              "test: unknown option '"
                  + option
                  + "'; usage: scripts/test [--all] [-Dtest=NAME] [OPTION OF MAVEN…]\n");
    }
  }
}
