package org.panux.pkgen.make;

import java.util.List;
import java.util.Optional;
import org.panux.pkgen.file.PackageFile;

/** A kind of machine, as package files name it. */
public record Arch(String name) {
  /** All that have a name here. */
  public static final List<Arch> ALL =
      List.of(
          new Arch("x86_64"),
          new Arch("x86"),
          new Arch("aarch64"),
          new Arch("armv7l"),
          new Arch("riscv64"));

  /** The one of that name. */
  public static Optional<Arch> of(String name) {
    return ALL.stream().filter(arch -> arch.name.equals(name)).findFirst();
  }

  /** The one of this machine. */
  public static Arch here() {
    return switch (System.getProperty("os.arch")) {
      case "x86", "i386" -> new Arch("x86");
      case "aarch64" -> new Arch("aarch64");
      case "arm" -> new Arch("armv7l");
      case "riscv64" -> new Arch("riscv64");
      default -> new Arch("x86_64");
    };
  }

  /** What {@code configure} scripts call it. */
  String autotools() {
    return name.equals("x86") ? "i686" : name;
  }

  /** Whether a package file is meant for it. */
  public boolean builds(PackageFile file) {
    List<String> named = file.arch();
    return named.isEmpty()
        || named.contains(name)
        || named.contains("any")
        || named.contains("all");
  }
}
