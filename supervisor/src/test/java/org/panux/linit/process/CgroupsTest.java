package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panux.linit.ActorKit;

/** With the control groups of this machine, where it lets us make some. */
class CgroupsTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();

  @TempDir private Path rig;

  private final Markers markers = new Markers(RunToken.random());

  private Cgroups groups(Cgroups.Mode mode) {
    Cgroups groups = new Cgroups(mode, rig);
    assumeThat(groups.home())
        .as("control groups %s: our own one cannot be written to", mode)
        .isPresent();
    return groups;
  }

  /** A process that is known by its group alone. */
  private ProcessIdentity daemon(Cgroups groups, String service) throws Exception {
    String enter = "echo $$ >" + groups.enter(service).orElseThrow();
    String script = enter + "; (setsid sh -c 'trap \"\" TERM; echo $$; sleep 1000; :' &)";
    Process process = new ProcessBuilder("sh", "-c", script).start();
    long pid = Long.parseLong(process.inputReader().readLine());
    assertThat(process.waitFor()).isZero();
    return ProcessIdentity.of(pid).orElseThrow();
  }

  private void sweep(Cgroups groups, String prefix) {
    ActorRef<Sweeper.Message> sweeper =
        kit.spawn(
            Sweeper.create(
                new ProcessTable(markers, groups),
                new SignalSender(List.of("/bin/sh"), SweeperTest.LIBRARY, kit.blocking()),
                kit.blocking(),
                Duration.ofMillis(20)));
    TestProbe<Sweeper.Swept> probe = kit.probe(Sweeper.Swept.class);
    sweeper.tell(new Sweeper.Sweep(prefix, false, probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo(new Sweeper.Swept());
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V2"})
  void endsWhatIsInTheGroupAndRemovesIt(Cgroups.Mode mode) throws Exception {
    Cgroups groups = groups(mode);
    ProcessIdentity web = daemon(groups, "web");
    ProcessIdentity tasks = daemon(groups, "tasks");
    assertThat(groups.services()).containsExactly("tasks", "web");
    assertThat(new ProcessTable(markers, groups).belonging(web.pid(), "web")).contains(web);
    sweep(groups, markers.prefix("web"));
    assertThat(web.alive()).isFalse();
    assertThat(tasks.alive()).isTrue();
    assertThat(groups.services()).containsExactly("tasks");
    sweep(groups, markers.prefix("tasks"));
    assertThat(tasks.alive()).isFalse();
    assertThat(groups.home().orElseThrow()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V2"})
  void nextLinitdFindsWhatAKilledOneHasLeft(Cgroups.Mode mode) throws Exception {
    ProcessIdentity web = daemon(groups(mode), "web");
    Cgroups next = groups(mode);
    // What a service has made below its group goes with it.
    Files.createDirectory(next.home().orElseThrow().resolve("web.service/own"));
    sweep(next, markers.prefix("web"));
    assertThat(web.alive()).isFalse();
    assertThat(next.home().orElseThrow()).doesNotExist();
  }

  @Test
  void otherRigsHaveOtherGroups() {
    Path here = groups(Cgroups.Mode.AUTO).home().orElseThrow();
    assertThat(new Cgroups(Cgroups.Mode.AUTO, Path.of("/")).home().orElseThrow())
        .isNotEqualTo(here);
  }

  @Test
  void offMakesNone() {
    Cgroups off = new Cgroups(Cgroups.Mode.OFF, rig);
    assertThat(off.enter("web")).isEmpty();
    assertThat(off.members()).isEmpty();
    assertThat(off.services()).isEmpty();
  }
}
