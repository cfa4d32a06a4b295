package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.panux.linit.ActorKit;
import org.panux.linit.NoSupervision;
import org.panux.linit.Rig;
import org.panux.linit.flight.Flight;
import org.panux.linit.log.Keep;
import org.panux.linit.log.LogClient;
import org.panux.linit.model.Ending;
import org.panux.linit.process.Adopter;
import org.panux.linit.process.Cgroups;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.Launcher;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.ProcessWatcher;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.ScriptProcess;
import org.panux.linit.process.ScriptStatus;
import org.panux.linit.process.SignalSender;
import org.panux.linit.process.Sweeper;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.service.Time;
import org.panux.linit.state.FakeJournal;
import org.panux.linit.state.Journal;
import org.panux.linit.state.Recovered;

/** A gateway on real sockets, in front of real services whose scripts are a launcher's. */
final class TestGateway implements AutoCloseable {
  private final ActorKit kit;
  private final Listeners listeners;
  private final ActorRef<Gateway.Message> gateway;

  /**
   * @param folder for the sockets and the rig
   * @param endings how the gateway can be asked to end
   */
  TestGateway(ActorKit kit, Path folder, Launcher launcher, Set<Ending> endings)
      throws IOException {
    this(kit, folder, launcher, endings, Time.SYSTEM, kit.blocking(), NoSupervision.processes());
  }

  /**
   * @param time as services and their registry see it
   * @param blocking runs what blocks in the gateway alone
   * @param processes tells the gateway whose they are
   */
  TestGateway(
      ActorKit kit,
      Path folder,
      Launcher launcher,
      Set<Ending> endings,
      Time time,
      Executor blocking,
      ProcessTable processes)
      throws IOException {
    this.kit = kit;
    Rig rig = Rig.at(folder);
    Files.createDirectories(rig.initd());
    listeners =
        Listeners.open(
            folder.resolve("clients"),
            folder.resolve("channels"),
            64,
            Optional.empty(),
            Access.Right.NOTHING);
    ActorRef<Sweeper.Message> sweeper =
        kit.spawn(
            Sweeper.create(
                new ProcessTable(
                    new Markers(RunToken.random()), new Cgroups(Cgroups.Mode.OFF, folder)),
                new SignalSender(List.of("/bin/sh"), folder, kit.blocking()),
                kit.blocking(),
                Duration.ofMinutes(1)));
    ScriptProcess.Setup scripts =
        new ScriptProcess.Setup(
            launcher,
            kit.blocking(),
            NoSupervision::written,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(1));
    ActorRef<Journal.Message> journal = kit.spawn(FakeJournal.create());
    ActorRef<Registry.Message> registry =
        kit.spawn(
            Registry.create(
                new Service.Setup(
                    "test",
                    scripts,
                    NoSupervision.probers(),
                    NoSupervision.logs(),
                    sweeper,
                    new Adopter(
                        kit.probe(ProcessWatcher.Message.class).getRef(),
                        new SignalSender(List.of("/bin/sh"), folder, kit.blocking()),
                        NoSupervision.processes(),
                        service -> Optional.empty()),
                    journal,
                    new Markers(RunToken.random()),
                    time,
                    Flight.NONE,
                    said -> {}),
                Recovered.nothing()));
    InitScripts initScripts = new InitScripts(rig, folder, line -> {});
    gateway =
        kit.spawn(
            Gateway.create(
                new Gateway.Setup(
                    registry,
                    initScripts,
                    new ScriptStatus(initScripts, Map.of(), kit.blocking()),
                    processes,
                    blocking,
                    new LogClient(
                        rig.run(),
                        new Keep(4096, 1),
                        () -> {
                          throw new IOException("there is none here");
                        }),
                    sweeper,
                    new Markers(RunToken.random()),
                    true,
                    endings,
                    kit.probe(Ending.class).getRef(),
                    journal,
                    new ServerInfo("1", 1, rig),
                    listeners.access()),
                listeners));
  }

  /** A connection as any client has it. */
  Peer client() throws IOException {
    return new Peer(listeners.clientPath());
  }

  /** A connection as scripts have it, which has not said yet whose it is. */
  Peer channel() throws IOException {
    return new Peer(listeners.channelPath());
  }

  @Override
  public void close() throws IOException {
    kit.stop(gateway);
    listeners.close();
  }
}
