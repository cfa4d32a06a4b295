package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The small client does byte for byte what the Java client does, whatever is typed; and by itself
 * where it is meant to.
 */
class SmallClientTest {
  /** How long ago something was, and what a process has used, is another moment's each time. */
  private static final String FLEETING =
      " *\\d+(\\.\\d)? (ms|s|min \\d+ s|h \\d+ min) ago|uses  .*|\"(cpu_ms|memory_kb)\":\\d+";

  private static Clients clients;
  private static TestRig rig;
  private static Daemon linitd;

  @BeforeAll
  static void boot() {
    clients = Clients.make();
    rig =
        TestRig.create()
            .script(
                "db",
                "description='A “store” for 日本語 – 🎉'",
                "start() {",
                "  printf 'db: \\033[31m3 \\342\\200\\256tables\\303\\n'",
                "  echo \"$(seq 1 99 | tr '\\n' ' ')\"",
                "  printf '🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉 \\343\\200\\200 \\n'",
                "  supervise -- sh -c 'sleep 100000 & sh -c \"sleep 99999 & wait\" & wait'",
                "}")
            .script("web", "provide net", "depends() { dep db; want absent; }")
            .script("bad", "start() { printf '<script>\\033[2J\\n'; return 3; }")
            .script("needs-bad", "depends() { dep bad; }")
            .script("a-service-whose-name-is-as-long-as-a-name-may-be-1234567890-abcd")
            .script("never")
            .script("stock", "start() { publish MOTTO=\"speak $(printf '\\033') – 🎉\" PORT_1=7; }")
            .script("shop", "depends() { dep stock; }")
            .enable("web", "needs-bad");
    linitd = rig.boot();
    linitd.start("a-service-whose-name-is-as-long-as-a-name-may-be-1234567890-abcd");
    linitd.awaitProcess(process -> process.contains("sleep 100000"));
    linitd.awaitProcess(process -> process.contains("sleep 99999"));
  }

  @AfterAll
  static void stop() {
    if (linitd != null) {
      linitd.close();
      rig.close();
      clients.close();
    }
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(linitd.environment());
    environment.put("R", rig.root().toString());
    return environment;
  }

  private static Result lasting(Result result) {
    return new Result(
        result.code(),
        result.out().replaceAll(FLEETING, "~"),
        result.err().replaceAll(FLEETING, "~"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linitctl is-running db",
        "linitctl is-running db web; echo $?; linitctl is-running -q web bad",
        "linitctl is-running wbe; echo $?; linitctl is-failed bad wbe",
        "linitctl is-failed web bad; echo $?; linitctl is-failed --json web",
        "linitctl -p $R/nothing is-running db; echo $?; linitctl --socket=$R is-failed db",
        "linitctl status",
        "linitctl status db",
        "linitctl status web bad never needs-bad",
        "linitctl status web wbe 2>&1",
        "linitctl status --json db bad; echo $?; linitctl --json status",
        "linitctl list; linitctl list --json",
        "cd $R && LINITSOCK=run/linit.sock linitctl status -- never",
        "unset LINITSOCK; linitctl --root $R status never; linitctl status --root=$R/ never",
        "linitctl status | head -n 1; linitctl status >/dev/full",
        "linitctl start stock; linitctl published; linitctl published --json; linitctl published MOTTO",
        "linitctl start bad",
        "linitctl start --quiet bad needs-bad wbe; linitctl --json start bad; linitctl -q start web",
        "linitctl start --no-wait wbe; linitctl reset wbe; linitctl reload never",
        "linitctl try-restart never; linitctl reload db; linitctl --no-wait --json try-restart never",
        "linitctl start shop; linitctl stop shop stock never; linitctl restart shop; linitctl stop stock",
        "linitctl start shop; linitctl stop -q stock; linitctl start shop; linitctl stop --json stock",
      })
  void whatIsAskedOftenIsDoneWithoutJava(String line) {
    Result expected = lasting(clients.java(line, environment()));
    assertThat(lasting(clients.smallAlone(line, environment()))).isEqualTo(expected);
    assertThat(lasting(clients.watched(line, environment()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linitctl",
        "linitctl --version",
        "linitctl frobnicate",
        "linitctl start; linitctl list db; linitctl status --no-wait",
        "linitctl status --jsno",
        "linitctl status -p; linitctl -p '' status",
        "linitctl is-running 'a b' dé",
        "linitctl is-running .hidden; linitctl is-failed ''",
        "linitctl stop --dry-run db",
        "linitctl published MOTO; linitctl published --json MOTTO; linitctl published a b",
        "linitctl -p $R/nothing status db; linitctl -p $R/nothing start db",
        "linitctl -p $R/$(printf %0200d 0) is-running db; linitctl -p $R/run/linit.sock/ status never",
        "linitctl status never >&-; linitctl is-running db >&- <&- 2>&-",
        "TZ=XYZ-3 linitctl status db; TZ=Asia/Tokyo linitctl status db; TZ= linitctl status db",
      })
  void whatElseIsTypedIsJavasToAnswer(String line) {
    assertThat(lasting(clients.small(line, environment())))
        .isEqualTo(lasting(clients.java(line, environment())));
  }

  @ParameterizedTest
  @CsvSource({"30, ''", "60, 1", "110, ''", "200, ''"})
  void aTerminalShowsTheSame(int columns, String noColour) {
    String shown = "linitctl status; linitctl status db; COLUMNS=45 linitctl list";
    String line =
        "script -qec 'stty cols " + columns + " rows 10; unset COLUMNS; " + shown + "' /dev/null";
    Map<String, String> environment = environment();
    environment.put("NO_COLOR", noColour);
    Result expected = lasting(clients.java(line, environment));
    assertThat(expected.out().contains("\u001b[")).isEqualTo(noColour.isEmpty());
    assertThat(lasting(clients.smallAlone(line, environment))).isEqualTo(expected);
    assertThat(lasting(clients.watched(line, environment))).isEqualTo(expected);
  }
}
