package org.panux.linit.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.panux.linit.script.Scripts.Before;
import org.panux.linit.script.Scripts.Choice;

class ScriptsTest {
  private final Map<String, ScriptText> texts = new HashMap<>();
  private final List<String> enabled = new ArrayList<>();

  /** An LSB script with these lines in its header. */
  private void lsb(String name, String... lines) throws LsbHeader.Malformed {
    String text = "### BEGIN INIT INFO\n# " + String.join("\n# ", lines) + "\n### END INIT INFO\n";
    LsbHeader header = LsbHeader.parse(text).orElseThrow();
    texts.put(
        name,
        new ScriptText(header.list(LsbHeader.Key.PROVIDES), Optional.of(header), Optional.empty()));
  }

  private void common(String name, String... provides) {
    texts.put(name, new ScriptText(List.of(provides), Optional.empty(), Optional.empty()));
  }

  private Scripts scripts() {
    return new Scripts(texts, enabled);
  }

  private Optional<String> provider(String name) {
    return scripts().provider(name).map(Choice::taken);
  }

  @Test
  void aNameStandsForTheScriptThatProvidesIt() throws LsbHeader.Malformed {
    lsb("rsync", "Provides: rsyncd");
    common("wlan", "net");
    assertThat(provider("rsyncd")).hasValue("rsync");
    assertThat(provider("net")).hasValue("wlan");
    assertThat(provider("other")).isEmpty();
  }

  @Test
  void aScriptOfThatNameWins() {
    common("a", "net");
    common("net");
    assertThat(scripts().provider("net")).hasValue(new Choice("net", List.of()));
  }

  @Test
  void ofSeveralAnEnabledOneIsTakenElseTheFirstByName() {
    common("wlan", "net");
    common("lan", "net");
    common("zlan", "net");
    assertThat(scripts().provider("net")).hasValue(new Choice("lan", List.of("wlan", "zlan")));
    enabled.addAll(List.of("zlan", "wlan"));
    assertThat(scripts().provider("net")).hasValue(new Choice("wlan", List.of("lan", "zlan")));
  }

  @Test
  void whatIsRequiredIsNeededByTheNameOfItsScript() throws LsbHeader.Malformed {
    lsb("rsync", "Provides: rsyncd");
    lsb("backup", "Required-Start: rsyncd nobody backup");
    assertThat(scripts().before("backup"))
        .isEqualTo(new Before(List.of("rsync", "nobody"), List.of(), List.of(), List.of()));
  }

  @Test
  void aFacilityIsWantedWhereSomethingProvidesItAndCountsAsThereOtherwise()
      throws LsbHeader.Malformed {
    lsb("web", "Required-Start: $local_fs $network $syslog $time $x-display-manager");
    assertThat(scripts().before("web").wants()).isEmpty();
    common("networking");
    lsb("rsyslog", "Provides: rsyslog", "Required-Start: $syslog");
    lsb("ntpd", "Provides: ntp $time");
    assertThat(scripts().before("web").wants()).containsExactly("networking", "rsyslog", "ntpd");
    assertThat(scripts().before("web").needs()).isEmpty();
    assertThat(scripts().before("rsyslog").wants()).as("itself").isEmpty();
  }

  @Test
  void ofSeveralThatProvideAFacilityAnEnabledOneIsTaken() throws LsbHeader.Malformed {
    lsb("web", "Required-Start: $syslog");
    common("rsyslog");
    common("sysklogd");
    assertThat(scripts().before("web").wants()).containsExactly("rsyslog");
    enabled.add("sysklogd");
    assertThat(scripts().before("web").wants()).containsExactly("sysklogd");
  }

  @Test
  void whatShouldBeThereOnlyComesFirst() throws LsbHeader.Malformed {
    lsb("web", "Required-Start: db", "Should-Start: db cache nobody $named", "Should-Stop: mail");
    common("db");
    common("cache");
    common("mail");
    lsb("bind", "Provides: named");
    assertThat(scripts().before("web"))
        .isEqualTo(
            new Before(List.of("db"), List.of(), List.of("cache", "bind", "mail"), List.of()));
  }

  @Test
  void whoSaysThatItComesBeforeComesBefore() throws LsbHeader.Malformed {
    lsb("networking", "Provides: networking");
    lsb("firewall", "X-Start-Before: $network");
    lsb("sysctl", "X-Start-Before: networking");
    lsb("log", "X-Stop-After: networking");
    lsb("other", "X-Start-Before: mail");
    assertThat(scripts().before("networking").after()).containsExactly("firewall", "log", "sysctl");
  }

  @Test
  void allIsEverythingElseThatIsEnabledAndDoesNotComeLater() throws LsbHeader.Malformed {
    lsb("late", "Required-Start: $all");
    lsb("later", "Required-Start: late");
    lsb("alike", "Should-Start: $all");
    common("web");
    common("db");
    common("off");
    enabled.addAll(List.of("web", "late", "later", "alike", "db"));
    assertThat(scripts().before("late").after()).containsExactly("db", "web");
  }

  @Test
  void eachOfACircleKnowsIt() throws LsbHeader.Malformed {
    lsb("a", "Provides: letter", "Required-Start: b");
    lsb("b", "Required-Start: $network");
    lsb("networking", "Required-Start: letter");
    lsb("d", "Required-Start: a");
    assertThat(scripts().before("a").cycle()).containsExactly("a", "b", "networking", "a");
    assertThat(scripts().before("b").cycle()).containsExactly("b", "networking", "a", "b");
    assertThat(scripts().before("d").cycle()).isEmpty();
  }

  @Test
  void onlyAnOrderIsNoCircle() throws LsbHeader.Malformed {
    lsb("a", "Should-Start: b");
    lsb("b", "Required-Start: a");
    assertThat(scripts().before("a").cycle()).isEmpty();
    assertThat(scripts().before("b").cycle()).isEmpty();
  }
}
