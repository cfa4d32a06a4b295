package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that bring services, on a root whose services a linitd runs. */
class LpkgServiceTest {
  private static final String LINIT = "usr/lib/linit/linitctl";

  @TempDir Path folder;

  private static LpkgPackage web(String version) {
    String script =
        "#!/etc/rc.common\ndescription=\"version "
            + version
            + "\"\ncommand=/bin/sleep\n"
            + "command_args=1000\n";
    return LpkgPackage.of("web", version, "base")
        .file("etc/init.d/web", 0755, script)
        .hook("exec /usr/lib/lpkg/service \"$1\" web\n");
  }

  /** The small client, as hooks have it in a root without Java. */
  private LpkgPackage base() throws Exception {
    Path client = Command.home().resolve("lib/linit/linitctl");
    Assumptions.assumeTrue(Files.exists(client), "there is no C compiler, so no small linitctl");
    Path service = Command.source().resolve("panux/lpkg/lib/service");
    return LpkgBase.make(folder.resolve("base"), "base")
        .folder("usr/lib/linit", 0755)
        .raw('0', LINIT, 0755, "", Files.readAllBytes(client))
        .file("usr/bin/linitctl", 0755, "#!/bin/sh\nexec /" + LINIT + " linitctl \"$@\"\n")
        .file("usr/lib/lpkg/service", 0755, Files.readString(service));
  }

  @Test
  void aServiceAppearsIsRestartedAndStopped() throws Exception {
    LpkgRepository repository =
        new LpkgRepository(folder.resolve("repository")).publish(base(), web("1"));
    Lpkg lpkg = Lpkg.in(folder).with(repository, "base");
    Path etc = lpkg.root.resolve("etc");
    try (TestRig rig = TestRig.at(etc);
        Daemon daemon = Daemon.start(rig)) {
      daemon.awaitBoot();
      // Within the root, the socket is at the same place below /etc.
      lpkg.environment("LINITSOCK", "/etc/run/linit.sock");
      assertThat(daemon.ctl("status", "web").code()).isEqualTo(4);
      lpkg.does("install", "web");
      assertThat(daemon.ctl("status", "web").code()).isEqualTo(3);
      // One that does not run is not started by an update.
      repository.publish(base(), web("2"));
      Lpkg.ok(lpkg.run("update"));
      assertThat(daemon.ctl("is-running", "web").code()).isEqualTo(3);
      Lpkg.ok(daemon.ctl("enable", "web"));
      Lpkg.ok(daemon.ctl("start", "web"));
      String before = daemon.ctl("status", "web").out();
      assertThat(before).contains("version 2");
      repository.publish(base(), web("3"));
      Lpkg.ok(lpkg.run("update"));
      String after = daemon.ctl("status", "web").out();
      assertThat(after).contains("web: running").contains("version 3");
      Lpkg.ok(lpkg.run("remove", "web"));
      assertThat(daemon.ctl("is-running", "web").code()).isNotZero();
      assertThat(etc.resolve("rc.d/web")).doesNotExist();
      assertThat(etc.resolve("init.d/web")).doesNotExist();
    }
  }
}
