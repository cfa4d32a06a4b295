package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.panux.linit.rig.Rig;
import org.panux.linit.rig.RigFaults;
import org.panux.linit.rig.RigLog;

/** The messages of failing tests in {@code docs/RIGS.md} are what is printed. */
class RigMessagesTest {
  private static final String DOCUMENT = "RIGS.md";

  private static final int MESSAGES = 15;
  private static final Pattern REPORT = Pattern.compile("/linit-rig\\d+-(\\d+)\\.html");
  private static final String CONF = "kill-grace = 300 ms\n";

  private final TestRig folder =
      TestRig.create()
          .conf(CONF)
          .script("db", "command=sleep", "command_args=100000")
          .script("cache", "command=sleep", "command_args=100000")
          .script(
              "page",
              "depends() { port PAGE_PORT; dep db; want cache; }",
              "command=sleep",
              "command_args=100000")
          .script(
              "schema",
              "depends() { dep db; }",
              "start() {",
              "  echo 'no such table: shop'",
              "  return 3",
              "}")
          .script("shop", "depends() { dep schema; }")
          .script("slow", "start() { echo 'waiting for a licence'; sleep 100000; }")
          .script("report", "depends() { dep slow; }")
          .script("hen", "depends() { dep egg; }")
          .script("egg", "depends() { dep hen; }");

  /** Those of boots that the machine was too busy for. */
  private int earlierReports;

  /** What goes wrong, in the order of the document. */
  private List<Runnable> mistakes(Rig rig, RigFaults faults) {
    Path root = folder.root();
    List<Runnable> all = new ArrayList<>();
    all.add(() -> boot(Rig.at(root).ready("shop")));
    all.add(() -> boot(Rig.at(root).ready("report").timeout(Duration.ofSeconds(2))));
    all.add(() -> boot(Rig.at(root).ready("paeg")));
    all.add(() -> boot(Rig.at(root).ready("hen")));
    all.add(() -> boot(Rig.at(root.resolve("init.d"))));
    all.add(
        () -> {
          folder.conf("kil-grace = 1 s\n");
          try {
            boot(Rig.at(root));
          } finally {
            folder.conf(CONF);
          }
        });
    all.add(
        () -> {
          String home = System.setProperty("linit.home", "/opt/linit");
          try {
            boot(Rig.at(root));
          } finally {
            System.setProperty("linit.home", home);
          }
        });
    all.add(
        () -> {
          faults.kill("db");
          rig.await("db").running();
        });
    all.add(
        () -> {
          rig.start("db");
          faults.failNextStart("page", 3);
          rig.restart("page");
        });
    all.add(() -> rig.await("page").degraded());
    all.add(() -> rig.await("db").within(Duration.ofMillis(200)).failed());
    all.add(() -> rig.published("DB_PORT"));
    all.add(() -> rig.exec("mysql", "-e", "select 1"));
    all.add(() -> faults.freeze("schema"));
    all.add(
        () -> {
          try (RigLog log = rig.follow("db")) {
            log.await("ready for connections");
          }
        });
    return all;
  }

  private static void boot(Rig rig) {
    try (AutoCloseable held = rig.boot()) {
      throw new IllegalStateException("it boots: " + held);
    } catch (AssertionError e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two seconds are for what never comes; a busy machine may take longer to boot. */
  private AutoCloseable bootWithPatience(Rig rig) {
    for (int i = 1; ; i++) {
      try {
        return rig.boot();
      } catch (AssertionError e) {
        if (i == 10) {
          throw e;
        }
        earlierReports++;
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> messagesAreTrue() throws Exception {
    List<Markdown.Block> blocks =
        Markdown.blocks(DOCUMENT).stream().filter(it -> it.info().equals("text message")).toList();
    assertThat(blocks).hasSize(MESSAGES);
    Rig rig = Rig.at(folder.root()).ready("page").timeout(Duration.ofSeconds(2));
    AutoCloseable held = bootWithPatience(rig);
    List<Runnable> mistakes = mistakes(rig, rig.faults());
    Iterator<Runnable> next = mistakes.iterator();
    return blocks.stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.text().lines().findFirst().orElseThrow(),
                    () -> {
                      Throwable failure = catchThrowable(next.next()::run);
                      assertThat(failure).isInstanceOf(AssertionError.class);
                      Expected.check(
                          DOCUMENT + ":" + block.line(),
                          block.text(),
                          shown(failure.getMessage()) + "\n");
                    }))
        .onClose(
            () -> {
              try {
                held.close();
              } catch (Exception e) {
                throw new AssertionError(e);
              } finally {
                folder.close();
              }
            });
  }

  /** As it is for somebody whose rig lies there. */
  private String shown(String message) {
    Matcher report = REPORT.matcher(message);
    String numbered =
        report.replaceAll(
            it -> "/rig-" + (Integer.parseInt(it.group(1)) - earlierReports) + ".html");
    return numbered
        .replace(folder.root().toString(), "/src/shop/rig")
        .replaceAll("/linit-rig\\d+", "/rig")
        .replace(Path.of("").toAbsolutePath().toString(), "/src/shop");
  }
}
