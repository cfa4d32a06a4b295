package org.panux.linit.e2e;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every session of {@code docs/LINITCTL.md} is as it is shown. */
class LinitctlDocTest {
  @TestFactory
  Stream<DynamicTest> sessionsAreTrue() {
    DocRig rig = new DocRig("LINITCTL.md");
    return rig.consoles().onClose(rig::close);
  }
}
