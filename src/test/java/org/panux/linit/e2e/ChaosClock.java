package org.panux.linit.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A clock for linitd alone, which can leap: libfaketime, where it is installed. */
final class ChaosClock {
  private final Optional<Path> library;
  private final Path offset;

  ChaosClock(TestRig rig) {
    this.offset = rig.path("clock");
    this.library = find();
    step(0);
  }

  private static Optional<Path> find() {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(it -> it.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What linitd must find in its environment. */
  Map<String, String> environment() {
    return library
        .map(
            it ->
                Map.of(
                    "LD_PRELOAD",
                    it.toString(),
                    "FAKETIME_TIMESTAMP_FILE",
                    offset.toString(),
                    "FAKETIME_NO_CACHE",
                    "1",
                    // What measures durations is no clock that anyone sets.
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1",
                    // Its remedy for other versions of glibc has each timed wait of the JVM return
                    // at once: all of them would only spin.
                    "FAKETIME_FORCE_MONOTONIC_FIX",
                    "0"))
        .orElse(Map.of());
  }

  /** Sets it to so many hours from now; false where it cannot be set. */
  boolean step(int hours) {
    try {
      Files.writeString(offset, "%+dh%n".formatted(hours));
      return library.isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
