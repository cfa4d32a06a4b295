package org.panux.linit.e2e;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every script of {@code docs/EXISTING-SCRIPTS.md}, good or bad, does what its session shows. */
class ExistingScriptsDocTest {
  @TestFactory
  Stream<DynamicTest> sessionsAreTrue() {
    DocRig rig = new DocRig("EXISTING-SCRIPTS.md");
    return rig.consoles().onClose(rig::close);
  }
}
