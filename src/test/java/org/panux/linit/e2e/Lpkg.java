package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** lpkg with a root of its own, on a PATH with nothing but minisign and busybox. */
final class Lpkg {
  private static final Path SOURCE = Command.source().resolve("panux/lpkg/lpkg");

  private final Path tools;
  private final List<String> shell;
  private final Map<String, String> environment = new HashMap<>();
  final Path root;

  Lpkg(Path folder, Path root, List<String> shell) {
    Assumptions.assumeTrue(
        Command.run("/bin/sh", "-c", "command -v minisign").code() == 0,
        "minisign is missing; scripts/test installs it (Debian: apt-get install minisign)");
    this.tools = folder.resolve("tools");
    this.root = root;
    environment.put("PATH", tools.toString());
    this.shell = shell;
    if (!Files.exists(tools)) {
      ok(Command.run(script("tools"), tools.toString()));
    }
  }

  static Lpkg in(Path folder) {
    return new Lpkg(folder, folder.resolve("root"), Shell.BUSYBOX.command());
  }

  static String script(String name) {
    return Command.source().resolve("src/test/lpkg").resolve(name).toString();
  }

  static Result ok(Result result) {
    assertThat(result.code()).as(result.text()).isZero();
    return result;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts a program in the place of one of the tools. */
  Lpkg tool(String name, String script) {
    try {
      Path file = tools.resolve(name);
      Files.deleteIfExists(file);
      Files.writeString(file, "#!/bin/sh\n" + script + "\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> command(String... words) {
    List<String> command = new ArrayList<>(shell);
    command.add(SOURCE.toString());
    if (!words[0].equals("bootstrap")) {
      command.addAll(List.of("--root", root.toString()));
    }
    command.addAll(List.of(words));
    return command;
  }

  Map<String, String> environment() {
    return new HashMap<>(environment);
  }

  void environment(String name, String value) {
    environment.put(name, value);
  }

  Result run(String... words) {
    return Command.run(environment(), command(words));
  }

  /** What it prints where it succeeds, without a word about anything else. */
  String does(String... words) {
    Result result = ok(run(words));
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  Result bootstrap(LpkgRepository repository, String... packages) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("bootstrap", root.toString(), repository.url()));
    words.addAll(List.of("--key", repository.key.toString()));
    words.addAll(List.of(packages));
    return run(words.toArray(String[]::new));
  }

  /** A root with these packages of that repository. */
  Lpkg with(LpkgRepository repository, String... packages) {
    ok(bootstrap(repository, packages));
    return this;
  }

  String read(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String path, String text) {
    try {
      Files.createDirectories(root.resolve(path).getParent());
      Files.writeString(root.resolve(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the root holds, with modes, targets and checksums, but for the lock. */
  String snapshot() {
    return ok(Command.run(
            "/bin/sh",
            "-c",
            "cd \"$1\" && find . ! -path './var/lib/lpkg/lock/*' -printf '%p %M %l %U\\n' | sort"
                + " && find . -type f -print0 | sort -z | xargs -0r sha256sum",
            "sh",
            root.toString()))
        .out();
  }

  /** Refuses it with this code and one line that says why, and changes nothing. */
  void refuses(int code, String line, String... words) {
    String before = snapshot();
    Result result = run(words);
    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(result.err()).startsWith("lpkg: ").contains(line).hasLineCount(1);
    assertThat(snapshot()).isEqualTo(before);
  }
}
