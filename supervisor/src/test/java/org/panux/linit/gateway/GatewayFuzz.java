package org.panux.linit.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.panux.linit.ActorKit;
import org.panux.linit.Rig;
import org.panux.linit.fuzz.Bytes;
import org.panux.linit.fuzz.Failures;

/**
 * The whole gateway, with registry and services: any bytes on a client's connection or, where the
 * first bit says so, on a script's channel. The connection is answered or ended, nobody else
 * notices, and no actor fails.
 */
public final class GatewayFuzz {
  /** So that what inputs leave behind, services and ports, has a bound. */
  private static final int INPUTS_A_GATEWAY = 5000;

  private static final String CLIENTS_END = "\n{\"id\":\"the end\",\"op\":\"version\"}\n";
  private static final String CHANNELS_END = "\nstop ../the-end\n";

  private static final Failures FAILURES = Failures.watch();

  private static GatewayFuzz running;
  private static int inputs;

  private final ActorKit kit = new ActorKit();
  private final QuickLauncher launcher = new QuickLauncher();
  private final TestGateway gateway;
  private final Peer other;

  private GatewayFuzz() throws IOException {
    Path folder = Files.createTempDirectory("linit-fuzz");
    Rig rig = Rig.at(folder);
    for (Path each : List.of(rig.initd(), rig.log())) {
      Files.createDirectories(each);
    }
    for (String name : List.of(QuickLauncher.HOST, "a", "b", "fail")) {
      Files.writeString(rig.initd().resolve(name), "#!/etc/rc.common\n");
    }
    kit.beforeEach(null);
    gateway = new TestGateway(kit, folder, launcher, Set.of());
    other = gateway.client();
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (inputs++ % INPUTS_A_GATEWAY == 0) {
      end();
      running = new GatewayFuzz();
    }
    running.take(data);
    FAILURES.check();
  }

  /** Ends what is left of earlier inputs. */
  public static void end() throws IOException {
    if (running != null) {
      running.other.close();
      running.gateway.close();
      running.kit.afterEach(null);
      running = null;
      inputs = 0;
    }
  }

  private void take(byte[] data) throws IOException {
    boolean channel = data.length > 0 && (data[0] & 1) == 1;
    byte[] bytes = Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
    try (Peer peer = channel ? gateway.channel() : gateway.client()) {
      if (channel) {
        // What goes on of the input before would be taken for this one's.
        ask("{\"id\":1,\"op\":\"stop\",\"names\":[\"" + QuickLauncher.HOST + "\"]}");
        ask(
            "{\"id\":1,\"op\":\"start\",\"names\":[\""
                + QuickLauncher.HOST
                + "\"],"
                + "\"no_wait\":true}");
        peer.send("channel " + launcher.token() + "\n");
      }
      try {
        peer.send(bytes).send(channel ? CHANNELS_END : CLIENTS_END);
      } catch (IOException e) {
        // It has been ended: what makes no sense ends a client's connection.
        Bytes.check(!channel, "the channel was closed");
      }
      String line = peer.read();
      while (line != null && !line.contains("the end") && !line.contains("the-end")) {
        line = peer.read();
      }
      Bytes.check(line != null || !channel, "the channel was closed");
    }
    ask("{\"id\":1,\"op\":\"list\"}");
  }

  private void ask(String request) throws IOException {
    String answer = other.send(request + "\n").read();
    Bytes.check(answer != null, "nobody answers");
    Bytes.check(answer.startsWith("{\"id\":1,\"ok\":true"), answer);
  }
}
