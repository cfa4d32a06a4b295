package org.panux.linit.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptVariablesTest {
  private static final String FIRST = "#!/etc/rc.common\n";

  @ParameterizedTest
  @CsvSource({
    "comand=x, unknown variable 'comand'; did you mean 'command'?",
    "restrat=always, unknown variable 'restrat'; did you mean 'restart'?",
    "stop_shedule=3, unknown variable 'stop_shedule'; did you mean 'stop_schedule'?",
    "redy=notify, unknown variable 'redy'; did you mean 'ready'?",
  })
  void aMisspeltSettingIsNamedWithItsLine(String line, String problem) {
    Fault fault = new Fault(2, problem);
    assertThat(ScriptVariables.misspelt(FIRST + line + "\nstart() { :; }\n"))
        .containsExactly(fault);
    assertThat(ScriptVariables.misspelt(FIRST + line)).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "command=x",
    "port=80",
    "PORT=80",
    "conf=/etc/x",
    "'start() { comand=x; }'",
    "'# comand=x'",
  })
  void whatIsKnownOrFarFromItIsNobodysBusiness(String line) {
    assertThat(ScriptVariables.misspelt(FIRST + line)).isEmpty();
  }

  @Test
  void aVariableThatTheScriptReadsIsItsOwn() {
    assertThat(ScriptVariables.misspelt("comand=x\nstart() { $comand; }")).isEmpty();
    assertThat(ScriptVariables.misspelt("comand=x\nstart() { ${comand} -v; }")).isEmpty();
  }
}
