package org.panux.linit.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The programs of {@code docs/JAVA.md} are compiled, and print what it shows. */
class JavaDocTest {
  @TestFactory
  Stream<DynamicTest> programsDoWhatIsShown() {
    DocRig rig = new DocRig("JAVA.md");
    Map<String, String> environment = new HashMap<>(rig.daemon().environment());
    environment.put("LINIT_JARS", Command.home().resolve("lib/linit/java").toString());
    return rig.blocks().stream()
        .filter(block -> block.info().equals("console"))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.title(),
                    () ->
                        Expected.check(
                            "JAVA.md:" + block.line(),
                            block.text(),
                            Console.replay(block.text(), rig.rig().root(), environment))))
        .onClose(rig::close);
  }
}
