package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lpkg does where everything is in order. */
class LpkgTest {
  @TempDir Path folder;

  private LpkgRepository repository() {
    return new LpkgRepository(folder.resolve("repository"));
  }

  /** A shell for hooks, with busybox of this machine. */
  private LpkgPackage base() {
    return LpkgBase.make(folder.resolve("base"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Shell.class,
      names = {"DASH", "BUSYBOX", "BASH"})
  void aPackageComesIsRenewedAndGoes(Shell shell) throws Exception {
    Lpkg lpkg = new Lpkg(folder, folder.resolve("a root"), shell.command());
    LpkgRepository repository =
        repository()
            .publish(
                LpkgPackage.of("app", "1.0", "lib").file("usr/bin/app", 04755, "one"),
                LpkgPackage.of("lib", "1.0").file("usr/lib/it's a file", "lib"),
                LpkgPackage.of("other", "1.0").link("usr/bin/other", "app"));
    assertThat(Lpkg.ok(lpkg.bootstrap(repository, "app")).out())
        .isEqualTo("install lib 1.0-1 (needed)\ninstall app 1.0-1\ndone: 2 installed\n");
    assertThat(lpkg.does("list")).isEqualTo("app 1.0-1 pinned\nlib 1.0-1\n");
    assertThat(lpkg.does("files", "app")).isEqualTo("/usr/\n/usr/bin/\n/usr/bin/app\n");
    assertThat(lpkg.does("owner", "/usr/lib/it's a file")).isEqualTo("/usr/lib/it's a file: lib\n");
    assertThat(lpkg.does("owner", lpkg.root + "/usr/bin/app")).isEqualTo("/usr/bin/app: app\n");
    assertThat(lpkg.does("info", "lib"))
        .isEqualTo(
            """
            name: lib
            installed: 1.0-1 from main, needed, 1 kB
            available: 1.0-1 from main, 1 kB to fetch
            needs: none
            needed by: app
            """);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(lpkg.root.resolve("usr/bin/app"))))
        .isEqualTo("rwxr-xr-x");
    assertThat(lpkg.does("verify")).isEqualTo("6 verified\n");
    assertThat(lpkg.does("update")).isEqualTo("nothing to install or remove\n");

    repository.publish(
        LpkgPackage.of("app", "1.10", "other").file("usr/bin/app", 0755, "two"),
        LpkgPackage.of("lib", "1.0").file("usr/lib/it's a file", "lib"),
        LpkgPackage.of("other", "1.0").link("usr/bin/other", "app"));
    assertThat(lpkg.does("update"))
        .isEqualTo(
            """
            remove lib 1.0-1 (nothing needs it)
            install other 1.0-1 (needed)
            update app 1.0-1 -> 1.10-1
            done: 1 installed, 1 updated, 1 removed
            """);
    assertThat(lpkg.read("usr/bin/other")).isEqualTo("two");
    assertThat(lpkg.root.resolve("usr/lib")).doesNotExist();
    assertThat(lpkg.does("verify")).isEqualTo("6 verified\n");
    assertThat(lpkg.does("remove", "app"))
        .isEqualTo("remove app 1.10-1\nremove other 1.0-1 (nothing needs it)\ndone: 2 removed\n");
    assertThat(lpkg.root.resolve("usr")).doesNotExist();
    assertThat(lpkg.does("list")).isEmpty();
  }

  @Test
  void whatIsPinnedStaysAndTheRestOnlyWhileSomethingNeedsIt() {
    Lpkg lpkg =
        Lpkg.in(folder)
            .with(
                repository()
                    .publish(
                        LpkgPackage.of("a", "1", "b"),
                        LpkgPackage.of("b", "1", "c", "a"),
                        LpkgPackage.of("c", "1")),
                "a");
    assertThat(lpkg.does("pin", "c")).isEqualTo("nothing to install or remove\n");
    assertThat(lpkg.does("list")).isEqualTo("a 1-1 pinned\nb 1-1\nc 1-1 pinned\n");
    assertThat(lpkg.does("remove", "a"))
        .contains("remove a 1-1\n", "remove b 1-1 (nothing needs it)\n");
    assertThat(lpkg.does("list")).isEqualTo("c 1-1 pinned\n");
    assertThat(lpkg.does("unpin", "c")).contains("remove c 1-1\n");
    assertThat(lpkg.does("install", "a")).contains("done: 3 installed\n");
    assertThat(lpkg.does("install", "b")).isEqualTo("nothing to install or remove\n");
    assertThat(lpkg.does("list")).isEqualTo("a 1-1 pinned\nb 1-1 pinned\nc 1-1\n");
  }

  @Test
  void theFirstRepositoryThatHasAPackageGivesIt() throws Exception {
    LpkgRepository first = repository().publish(LpkgPackage.of("a", "1", "b"));
    LpkgRepository second =
        new LpkgRepository(folder.resolve("second"))
            .publish(LpkgPackage.of("a", "2"), LpkgPackage.of("b", "2").file("b", "second"));
    Lpkg lpkg = Lpkg.in(folder);
    lpkg.write(
        "etc/lpkg/repositories", "# two\nmain " + first.url() + "\nextra " + second.url() + "/\n");
    Files.createDirectories(lpkg.root.resolve("etc/lpkg/keys"));
    Files.copy(first.key, lpkg.root.resolve("etc/lpkg/keys/main.pub"));
    Files.copy(second.key, lpkg.root.resolve("etc/lpkg/keys/extra.pub"));
    assertThat(lpkg.does("install", "a"))
        .isEqualTo("install b 2-1 (needed)\ninstall a 1-1\ndone: 2 installed\n");
    assertThat(lpkg.does("info", "b")).contains("installed: 2-1 from extra");
    // Each by its own key only.
    Files.copy(second.key, lpkg.root.resolve("key"));
    Files.move(
        lpkg.root.resolve("key"),
        lpkg.root.resolve("etc/lpkg/keys/main.pub"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    lpkg.refuses(4, "repository main: the index is not signed by the key", "update");
  }

  @Test
  void theHighestNumberProvidesAnAlternativeUnlessSomeoneChooses() throws Exception {
    Lpkg lpkg =
        Lpkg.in(folder)
            .with(
                repository()
                    .publish(
                        LpkgPackage.of("busybox", "1")
                            .file("bin/busybox", "b")
                            .alternatives("bin/vi busybox 10\n/usr/bin/ex ../../bin/busybox 10\n"),
                        LpkgPackage.of("vim", "1")
                            .file("bin/vim", "v")
                            .alternatives("bin/vi vim 50\n")),
                "busybox");
    assertThat(lpkg.read("bin/vi")).isEqualTo("b");
    assertThat(lpkg.read("usr/bin/ex")).isEqualTo("b");
    lpkg.does("install", "vim");
    assertThat(lpkg.read("bin/vi")).isEqualTo("v");
    assertThat(lpkg.does("alt", "bin/vi"))
        .isEqualTo("/bin/vi -> busybox 10 busybox\n/bin/vi -> vim 50 vim used\n");
    assertThat(lpkg.does("owner", "/bin/vi")).isEqualTo("/bin/vi: an alternative, vim\n");
    lpkg.does("alt", "/bin/vi", "busybox");
    assertThat(lpkg.read("bin/vi")).isEqualTo("b");
    assertThat(lpkg.does("alt", "/bin/vi")).contains("busybox 10 busybox chosen\n");
    lpkg.does("alt", "/bin/vi", "auto");
    assertThat(lpkg.read("bin/vi")).isEqualTo("v");
    assertThat(lpkg.does("verify")).endsWith(" verified\n");
    lpkg.refuses(3, "ed does not offer /bin/vi", "alt", "bin/vi", "ed");
    lpkg.refuses(3, "nothing offers /bin/ed", "alt", "bin/ed", "vim");
    lpkg.does("remove", "vim");
    assertThat(lpkg.read("bin/vi")).isEqualTo("b");
    lpkg.does("remove", "busybox");
    assertThat(lpkg.root.resolve("bin/vi")).doesNotExist();
    assertThat(Files.exists(lpkg.root.resolve("bin"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void hooksRunWithinTheRootWhatIsNeededFirst() {
    String hook = "echo \"$LPKG_PACKAGE $1 $LPKG_OLD $LPKG_NEW $(cat /app)\" >>/tmp/said\n";
    LpkgRepository repository =
        repository()
            .publish(
                base(),
                LpkgPackage.of("app", "1", "lib", "base").file("app", "one").hook(hook),
                LpkgPackage.of("lib", "1", "base").hook(hook));
    Lpkg lpkg = Lpkg.in(folder).with(repository, "app", "base");
    assertThat(lpkg.read("tmp/said")).isEqualTo("lib install - 1-1 one\napp install - 1-1 one\n");
    repository.publish(
        base(),
        LpkgPackage.of("app", "2", "lib", "base").file("app", "two").hook(hook),
        LpkgPackage.of("lib", "1", "base").hook(hook));
    lpkg.write("tmp/said", "");
    lpkg.does("update");
    assertThat(lpkg.read("tmp/said")).isEqualTo("app update 1-1 2-1 two\n");
    lpkg.write("tmp/said", "");
    lpkg.does("remove", "app");
    assertThat(lpkg.read("tmp/said")).isEqualTo("app remove 2-1 - two\nlib remove 1-1 - two\n");
  }

  @Test
  void aHookThatFailsIsSaidAndTheChangeStays() {
    Lpkg lpkg =
        Lpkg.in(folder)
            .with(
                repository().publish(base(), LpkgPackage.of("bad", "1", "base").hook("exit 3\n")),
                "base");
    Result result = lpkg.run("install", "bad");
    assertThat(result.code()).isEqualTo(9);
    assertThat(result.err()).isEqualTo("lpkg: the install hook of bad failed, with code 3\n");
    assertThat(lpkg.does("list")).contains("bad 1-1 pinned\n");
  }

  @Test
  void aHookThatCallsLpkgIsNotWaitedFor() {
    String hook = "sh /lpkg/lpkg install x\n";
    Lpkg lpkg =
        Lpkg.in(folder)
            .with(
                repository().publish(base(), LpkgPackage.of("bad", "1", "base").hook(hook)),
                "base");
    Lpkg.ok(
        Command.run(
            "cp",
            "-r",
            Command.source().resolve("panux/lpkg").toString(),
            lpkg.root.resolve("lpkg").toString()));
    lpkg.write("dev/null", "");
    Result result = lpkg.run("install", "bad");
    assertThat(result.code()).isEqualTo(9);
    assertThat(result.err()).contains("lpkg: a hook cannot call lpkg");
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndChangesNothing() {
    LpkgRepository repository = repository().publish(LpkgPackage.of("a", "1").file("a", "1"));
    Lpkg lpkg = Lpkg.in(folder).with(repository, "a");
    repository.publish(LpkgPackage.of("a", "2").file("a", "2"));
    String before = lpkg.snapshot();
    assertThat(lpkg.does("update", "--dry-run")).isEqualTo("update a 1-1 -> 2-1\n");
    assertThat(lpkg.does("-n", "remove", "a")).isEqualTo("remove a 1-1\n");
    assertThat(lpkg.snapshot()).isEqualTo(before);
  }

  @Test
  void configurationThatSomeoneHasChangedStays() {
    LpkgRepository repository =
        repository().publish(LpkgPackage.of("a", "1").file("etc/one", "1").file("etc/two", "1"));
    Lpkg lpkg = Lpkg.in(folder).with(repository, "a");
    lpkg.write("etc/one", "mine");
    assertThat(lpkg.does("verify")).startsWith("configured /etc/one (a)\n");
    repository.publish(LpkgPackage.of("a", "2").file("etc/one", "2").file("etc/two", "2"));
    Result update = Lpkg.ok(lpkg.run("update"));
    assertThat(update.err())
        .isEqualTo("lpkg: /etc/one was changed and stays; the new one is etc/one.lpkg-new\n");
    assertThat(lpkg.read("etc/one")).isEqualTo("mine");
    assertThat(lpkg.read("etc/one.lpkg-new")).isEqualTo("2");
    assertThat(lpkg.read("etc/two")).isEqualTo("2");
    assertThat(Lpkg.ok(lpkg.run("remove", "a")).err())
        .isEqualTo("lpkg: /etc/one was changed and stays\n");
    assertThat(lpkg.read("etc/one")).isEqualTo("mine");
    assertThat(lpkg.root.resolve("etc/two")).doesNotExist();
  }

  @Test
  void verifyFindsEachDifference() throws Exception {
    Lpkg lpkg =
        Lpkg.in(folder)
            .with(
                repository()
                    .publish(
                        LpkgPackage.of("a", "1")
                            .file("bin/changed", "1")
                            .file("bin/gone", "1")
                            .file("bin/mode", "1")
                            .link("bin/link", "changed")
                            .folder("lib", 0755)),
                "a");
    lpkg.write("bin/changed", "2");
    Files.delete(lpkg.root.resolve("bin/gone"));
    Files.setPosixFilePermissions(
        lpkg.root.resolve("bin/mode"), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.delete(lpkg.root.resolve("bin/link"));
    Files.createSymbolicLink(lpkg.root.resolve("bin/link"), Path.of("mode"));
    Files.delete(lpkg.root.resolve("lib"));
    Result result = lpkg.run("verify");
    assertThat(result.code()).isEqualTo(10);
    assertThat(result.out())
        .isEqualTo(
            """
            changed /bin/changed (a)
            missing /bin/gone (a)
            mode 777 and not 644 /bin/mode (a)
            changed /bin/link (a)
            missing /lib (a)
            """);
    assertThat(result.err()).isEqualTo("lpkg: 5 of 6 differ\n");
  }

  @Test
  void whatBecomesSomethingElseIsReplaced() throws Exception {
    LpkgRepository repository =
        repository()
            .publish(
                LpkgPackage.of("a", "1")
                    .file("to-folder", "1")
                    .file("to-link/x", "1")
                    .file("to-link/deep/y", "1")
                    .link("link-to-folder", "to-link"));
    Lpkg lpkg = Lpkg.in(folder).with(repository, "a");
    repository.publish(
        LpkgPackage.of("a", "2")
            .file("to-folder/x", "2")
            .link("to-link", "to-folder")
            .file("link-to-folder/z", "2"));
    lpkg.does("update");
    assertThat(lpkg.read("to-folder/x")).isEqualTo("2");
    assertThat(Files.isSymbolicLink(lpkg.root.resolve("to-link"))).isTrue();
    assertThat(lpkg.read("link-to-folder/z")).isEqualTo("2");
    assertThat(lpkg.does("verify")).endsWith(" verified\n");
  }

  @Test
  void aLinkToAFolderWithinTheRootIsFollowed() throws Exception {
    Lpkg lpkg = Lpkg.in(folder);
    Files.createDirectories(lpkg.root.resolve("usr/lib"));
    Files.createSymbolicLink(lpkg.root.resolve("lib"), Path.of("usr/lib"));
    lpkg.with(repository().publish(LpkgPackage.of("a", "1").file("lib/a/b", "1")), "a");
    assertThat(lpkg.read("usr/lib/a/b")).isEqualTo("1");
    assertThat(Files.isSymbolicLink(lpkg.root.resolve("lib"))).isTrue();
    lpkg.does("remove", "a");
    assertThat(lpkg.root.resolve("usr/lib/a")).doesNotExist();
  }

  /** Long names and targets, and ends of archives of any length, or in the midst of them. */
  @Test
  void archivesOfAllKindsAreInstalledAtOnce() {
    String line = "-rw-r--r-- 0/0         1 1970-01-01 00:00:00 .pkginfo";
    LpkgPackage plain = LpkgPackage.of("a", "1").file("bin/a", "a");
    LpkgPackage last =
        LpkgPackage.of("z", "1").file("bin/z", "z").link("bin/" + "z".repeat(90), "z");
    LpkgRepository repository = repository();
    for (int blocks : new int[] {0, 1, 2, 20}) {
      LpkgPackage odd =
          LpkgPackage.of("m", "1").file("bin/m", line + "\n").file("bin/m2", "m").end(blocks);
      repository.publish(plain, odd, last);
      Lpkg lpkg = new Lpkg(folder, folder.resolve("root." + blocks), Shell.BUSYBOX.command());
      Lpkg.ok(lpkg.bootstrap(repository, "a", "m", "z"));
      assertThat(lpkg.read("bin/m")).isEqualTo(line + "\n");
      assertThat(lpkg.does("owner", "/bin/a", "/bin/m2", "/bin/z"))
          .isEqualTo("/bin/a: a\n/bin/m2: m\n/bin/z: z\n");
      assertThat(lpkg.does("verify")).endsWith(" verified\n");
    }
  }

  /** On a terminal, and only there, a line says what is being done. */
  @Test
  void progressIsForTerminals() {
    LpkgRepository repository = repository().publish(LpkgPackage.of("a", "1").file("bin/a", "a"));
    Lpkg lpkg = Lpkg.in(folder);
    List<String> words =
        lpkg.command(
            "bootstrap", lpkg.root.toString(), repository.url(), "--key", repository.key + "", "a");
    String line = "PATH='" + lpkg.environment().get("PATH") + "' " + String.join(" ", words);
    Result seen = Lpkg.ok(Command.run("script", "-qec", line, "/dev/null"));
    String steps =
        seen.out().replaceAll("\r\u001b\\[K", "|").replaceAll("\\|+", "|").replace("\r", "");
    assertThat(steps)
        .contains(
            "|lpkg: fetching the index of main|install a 1-1\n",
            "|lpkg: fetching 1 of 1: a-1-1.tar.gz|lpkg: verifying|lpkg: checking|lpkg: unpacking",
            "|lpkg: switching|done: 1 installed\n");
    Lpkg other = new Lpkg(folder, folder.resolve("other"), Shell.BUSYBOX.command());
    assertThat(Lpkg.ok(other.bootstrap(repository, "a")).err()).isEmpty();
  }
}
