package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpawnTest {
  @Test
  void whereDescriptorsRunOutNoneIsClosedThatSomebodyElseHas() throws Exception {
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "ulimit -n 64 && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Exhausted.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).matches("closed 0, refused [1-9]\\d*, started [1-9]\\d*\n");
    assertThat(process.waitFor()).isZero();
  }

  /** A process of its own, since it would be the tests' own descriptors that are closed. */
  static final class Exhausted {
    private static final int MOST_LEFT = 30;
    private static final int TRIES = 5;

    private static int closed;
    private static int refused;
    private static int started;

    private Exhausted() {}

    public static void main(String[] args) throws Exception {
      // What the first start loads, it does not have to open later.
      tryToStart();
      for (int left = 0; left < MOST_LEFT; left++) {
        for (int i = 0; i < TRIES; i++) {
          startWith(left);
        }
      }
      System.out.println("closed " + closed + ", refused " + refused + ", started " + started);
    }

    private static void startWith(int left) throws Exception {
      List<FileInputStream> held = new ArrayList<>();
      try {
        while (true) {
          held.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        // There is none left.
      }
      for (int i = 0; i < left; i++) {
        held.remove(held.size() - 1).close();
      }
      tryToStart();
      for (FileInputStream each : held) {
        try {
          each.read();
          each.close();
        } catch (IOException e) {
          closed++;
        }
      }
    }

    private static void tryToStart() throws InterruptedException {
      try {
        Spawn.start(new ProcessBuilder("/bin/true")).waitFor();
        started++;
      } catch (IOException e) {
        refused++;
      }
    }
  }
}
