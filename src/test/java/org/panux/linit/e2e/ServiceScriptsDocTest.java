package org.panux.linit.e2e;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every script of {@code docs/SERVICE-SCRIPTS.md}, good or bad, does what its session shows. */
class ServiceScriptsDocTest {
  @TestFactory
  Stream<DynamicTest> sessionsAreTrue() {
    DocRig rig = new DocRig("SERVICE-SCRIPTS.md");
    return rig.consoles().onClose(rig::close);
  }
}
