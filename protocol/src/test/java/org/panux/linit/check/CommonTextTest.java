package org.panux.linit.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.check.CommonText.Asked;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.script.Fault;

class CommonTextTest {
  private static final String FIRST = "#!/etc/rc.common\n";

  private static Asked dep(String name, int line, boolean sure) {
    return new Asked(DependencyKind.DEP, name, line, sure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "restart=sometimes | restart: 'sometimes' is none of no, on-failure, always",
        "restart_delay=\"1 day\" | restart_delay: '1 day' is no duration; write 30 for seconds, or 500ms, 1.5s, 2min, 1h",
        "stop_signal='SIGTREM' | stop_signal: 'SIGTREM' is no signal; did you mean 'TERM'?",
        "restart_limit=5 | restart_limit: '5' is no limit; write 5/30s for five restarts in 30 seconds, or no",
        "ready=tpc:127.0.0.1:80 | ready: unknown kind 'tpc'; did you mean 'tcp'?",
        "nice=20 | nice: '20' is no number from -20 to 19",
        "umask=089 | umask: '089' is none; write 027",
        "limits='core=0 nofil=5' | limits: unknown limit 'nofil'; known are as core cpu data fsize memlock nofile nproc stack",
        "limits=nofile | limits: 'nofile' is none; write nofile=4096",
        "[ -e x ] && restart=1 | restart: '1' is none of no, on-failure, always",
        "start() { supervise --optoin x -- y; } | supervise: unknown option '--optoin'",
        "start() { supervise --redy=notify -- y; } | supervise: unknown option '--redy'; did you mean '--ready'?",
        "start() { supervise --command x; } | supervise: unknown option '--command'; did you mean '--command-user' or '--command-group'?",
        "start() { supervise --nice; } | supervise: --nice needs a value",
        "start() { supervise --nice 5 --restart=x -- y; } | restart: 'x' is none of no, on-failure, always",
      })
  void aValueThatMeansNothingIsNamedWithItsLine(String line, String problem) {
    assertThat(CommonText.read(FIRST + line + "\n").faults())
        .containsExactly(new Fault(2, problem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restart=always",
        "restart=$policy",
        "restart=",
        "ready=\"http://127.0.0.1:$PORT/\"",
        "ready=log:[a-z]*.?",
        "limits=' core=unlimited  nproc=10:20 '",
        "umask=u=rwx,g=",
        "umask=0027",
        "nice=-20",
        "start() { restart=sometimes; }",
        "restart=sometimes other-command",
        "export restart=sometimes",
        "start() { supervise --nice \"$nice\" --restart=\"$x\" -- --optoin; }",
        "start() { supervise $options --optoin; }",
        "start() { supervise sleep --optoin; }",
        "start() { echo supervise --optoin; }",
        "supervise() { :; }\nsupervise --optoin",
        "stop() {\n  cat <<EOF\nsupervise --optoin\nEOF\n}",
        "command_args='--optoin restart=sometimes'",
      })
  void whatMaybeMeansSomethingIsLeftAlone(String line) {
    assertThat(CommonText.read(FIRST + line + "\n").faults()).isEmpty();
  }

  @Test
  void literalNamesAreFoundWhereTheyStand() {
    CommonText text =
        CommonText.read(
            """
            #!/etc/rc.common
            depends() {
              dep a "b" \\
                'c' $d $(e)
              want f; after g
            }
            start() {
              if [ -e x ]; then dep h; fi
              dep i || echo "goes on"
              for name in j k; do dep "$name"; done
            }
            stop() { dep l; }
            """);
    assertThat(text.faults()).isEmpty();
    assertThat(text.asked())
        .containsExactly(
            dep("a", 3, true),
            dep("b", 3, true),
            dep("c", 4, true),
            new Asked(DependencyKind.WANT, "f", 5, true),
            new Asked(DependencyKind.AFTER, "g", 5, true),
            dep("h", 8, false),
            dep("i", 9, false),
            dep("l", 12, false));
  }
}
