package org.panux.linit.e2e;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@code docs/LOGS.md} shows is what one sees. */
class LogsDocTest {
  @TestFactory
  Stream<DynamicTest> sessionsAreTrue() {
    DocRig rig = new DocRig("LOGS.md");
    return rig.consoles().onClose(rig::close);
  }
}
