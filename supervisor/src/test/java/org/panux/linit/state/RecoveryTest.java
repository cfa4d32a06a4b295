package org.panux.linit.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.protocol.ServiceState.FAILED;
import static org.panux.linit.protocol.ServiceState.RUNNING;
import static org.panux.linit.protocol.ServiceState.STARTING;
import static org.panux.linit.protocol.ServiceState.STOPPED;
import static org.panux.linit.protocol.ServiceState.STOPPING;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Memory;
import org.panux.linit.model.Published;
import org.panux.linit.model.Reason;
import org.panux.linit.model.Restarts;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.SupNote;
import org.panux.linit.protocol.ServiceState;

/** What becomes of the services of a linitd that has died. */
class RecoveryTest {
  private static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  private final List<ServiceRecord> records = new ArrayList<>();
  private final List<String> restarts = new ArrayList<>();
  private final Map<ProcessIdentity, String> owned = new HashMap<>();
  private final Set<ProcessIdentity> alive = new HashSet<>();
  private final Map<String, SupNote> notes = new HashMap<>();
  private boolean closing;
  private Optional<String> damage = Optional.empty();

  private static RunToken token(String name, int run) {
    return new RunToken(INSTANCE, name, run, "secret" + run);
  }

  /** A service in that state, whose newest start is its run 3. */
  private void record(String name, ServiceState state, Optional<ProcessIdentity> main) {
    Memory memory =
        new Memory(
            state,
            state != STOPPED && state != STOPPING,
            Reason.NONE,
            1,
            2,
            3,
            3,
            3,
            main.isPresent() ? 3 : 0,
            main.map(it -> OptionalLong.of(it.pid())).orElse(OptionalLong.empty()),
            -1,
            false,
            new Restarts.Count(2, 1, List.of(5L, 6L)),
            Map.of("restart", "always"),
            "busy",
            false);
    Optional<RunToken> token = Optional.of(token(name, 3));
    records.add(new ServiceRecord(name, memory, token, token, main, 7));
  }

  private void record(String name, ServiceState state) {
    record(name, state, Optional.empty());
  }

  private ProcessIdentity process(long pid, String name, int run) {
    ProcessIdentity process = new ProcessIdentity(pid, 100);
    owned.put(process, token(name, run).toString());
    alive.add(process);
    return process;
  }

  private Recovered recover() {
    Remembered past =
        new Remembered(
            Optional.of(new Entry.Header(INSTANCE, "boot")),
            records,
            Map.of(),
            restarts,
            Map.of("PORT", new Published.Value("20001", "web")),
            closing,
            damage);
    return Recovery.of(
        past,
        INSTANCE,
        new Recovery.Findings(
            owned, alive::contains, name -> Optional.ofNullable(notes.get(name))));
  }

  private static Optional<Exit> end(Recovered recovered) {
    return recovered.services().get(0).end();
  }

  @Test
  void aRecordIsReadAsItWasWritten() {
    record("web", RUNNING, Optional.of(process(10, "web", 3)));
    ServiceRecord record = records.get(0);
    String lines = JournalText.lines(List.of(new Entry.Header(INSTANCE, "boot"), record));
    Remembered read = Remembered.of(lines.getBytes(StandardCharsets.UTF_8));
    assertThat(read.damage()).isEmpty();
    assertThat(read.services()).containsExactly(record);
  }

  @Test
  void aMainProcessThatIsThereIsTakenOver() {
    record("web", RUNNING, Optional.of(process(10, "web", 3)));
    Recovered recovered = recover();
    assertThat(end(recovered)).isEmpty();
    assertThat(recovered.strays()).isEmpty();
    assertThat(recovered.said())
        .containsExactly("an earlier linitd has died: taking over, 1 service runs on");
  }

  @Test
  void aStrangerWithThePidIsNotTaken() {
    record("web", RUNNING, Optional.of(new ProcessIdentity(10, 99)));
    alive.add(new ProcessIdentity(10, 100));
    Recovered recovered = recover();
    assertThat(end(recovered)).contains(Exit.unknown());
    assertThat(recovered.said())
        .containsExactly(
            "an earlier linitd has died: taking over, 0 services run on",
            "ended meanwhile: web (its process ended, nobody knows how)");
  }

  @Test
  void aMainProcessThatNobodyWroteDownIsNotGuessed() {
    record("web", RUNNING, Optional.of(new ProcessIdentity(10, 99)));
    Memory memory = records.get(0).memory();
    records.set(
        0,
        new ServiceRecord("web", memory, Optional.empty(), Optional.empty(), Optional.empty(), 0));
    assertThat(end(recover())).contains(Exit.unknown());
  }

  @Test
  void whatLinitSupHasWrittenDownIsTheEnd() {
    record("cron", RUNNING);
    notes.put("cron", new SupNote(10, token("cron", 3), 0, OptionalInt.of(4)));
    assertThat(end(recover())).contains(Exit.of(4, ""));
  }

  @Test
  void whatLinitSupHasWrittenDownOfAnEarlierRunIsNotBelieved() {
    record("cron", RUNNING);
    notes.put("cron", new SupNote(10, token("cron", 2), 0, OptionalInt.of(4)));
    assertThat(end(recover())).isEmpty();
  }

  @Test
  void whatLinitSupRunsIsThereOrHasEndedNobodyKnowsHow() {
    record("cron", RUNNING);
    notes.put("cron", new SupNote(10, token("cron", 3), 0, OptionalInt.empty()));
    assertThat(end(recover())).contains(Exit.unknown());
    process(10, "other", 3);
    assertThat(end(recover())).contains(Exit.unknown());
    process(10, "cron", 3);
    assertThat(end(recover())).isEmpty();
  }

  @Test
  void aNoteSaysNothingOfAServiceThatDoesNotRun() {
    record("cron", FAILED);
    notes.put("cron", new SupNote(10, token("cron", 3), 0, OptionalInt.of(4)));
    assertThat(end(recover())).isEmpty();
  }

  @Test
  void processesOfARunThatNothingAccountsForAreEndedAndItsNumberIsNotUsedAgain() {
    record("web", RUNNING, Optional.of(process(10, "web", 3)));
    process(11, "web", 3);
    process(12, "web", 4);
    Recovered recovered = recover();
    assertThat(recovered.strays()).containsExactly(INSTANCE + ":web:4:");
    assertThat(recovered.services().get(0).record().memory().run()).isEqualTo(4);
    assertThat(recovered.said().get(1)).isEqualTo("ending 1 process that nothing accounts for");
  }

  @Test
  void processesOfAServiceThatDoesNotRunAreEnded() {
    record("web", STOPPED);
    record("db", FAILED);
    process(10, "web", 3);
    process(11, "new", 1);
    process(12, "new", 1);
    Recovered recovered = recover();
    assertThat(recovered.strays()).containsExactly(INSTANCE + ":new:", INSTANCE + ":web:");
    assertThat(recovered.said().get(1)).isEqualTo("ending 3 processes that nothing accounts for");
  }

  @Test
  void whatWasUnderWayIsNamed() {
    record("a", STARTING);
    record("b", STOPPING);
    process(10, "a", 3);
    process(11, "b", 4);
    Recovered recovered = recover();
    assertThat(recovered.strays()).isEmpty();
    assertThat(recovered.said().get(1)).isEqualTo("started anew: a; stopped: b");
  }

  @Test
  void manyNamesStayOneLine() {
    for (int i = 0; i < 13; i++) {
      record("s" + i, STARTING);
    }
    assertThat(recover().said().get(1)).endsWith("s8, s9 and 3 more");
  }

  @Test
  void ofAShutdownNothingIsTakenOverAndAllThatIsLeftIsEnded() {
    closing = true;
    record("web", RUNNING, Optional.of(process(10, "web", 3)));
    Recovered recovered = recover();
    assertThat(recovered.services()).isEmpty();
    assertThat(recovered.strays()).containsExactly(INSTANCE + ":");
    assertThat(recovered.said())
        .containsExactly(
            "an earlier linitd has died while it stopped everything",
            "ending what an earlier linitd has left: 1 process");
  }

  @Test
  void ofADamagedStateAllThatIsProvablyItsOwnIsEnded() {
    damage = Optional.of("line 7");
    process(10, "web", 3);
    assertThat(recover().strays()).containsExactly(INSTANCE + ":");
  }

  @Test
  void ofALostStateAllThatIsProvablyItsOwnIsEnded() {
    process(10, "web", 3);
    Recovered recovered =
        Recovery.of(
            Remembered.NOTHING,
            INSTANCE,
            new Recovery.Findings(owned, alive::contains, name -> Optional.empty()));
    assertThat(recovered.strays()).containsExactly(INSTANCE + ":");
  }

  @Test
  void aBootThatSomebodyStoppedStaysSo() {
    record("boot", STOPPED);
    assertThat(recover().stopped("boot")).isTrue();
    restarts.add("boot");
    assertThat(recover().stopped("boot")).isFalse();
  }

  @Test
  void aBootThatFailedIsTriedAgain() {
    record("boot", FAILED);
    assertThat(recover().stopped("boot")).isFalse();
  }

  @Test
  void aNoteThatCannotBeReadIsNone() {
    String token = token("cron", 3).toString();
    assertThat(SupNote.of(List.of("10 " + token)))
        .contains(new SupNote(10, token("cron", 3), 0, OptionalInt.empty()));
    assertThat(SupNote.of(List.of("10 " + token + " 9", "0")))
        .contains(new SupNote(10, token("cron", 3), 9, OptionalInt.of(0)));
    assertThat(SupNote.of(List.of("10 " + token + " x"))).isEmpty();
    assertThat(SupNote.of(List.of())).isEmpty();
    assertThat(SupNote.of(List.of("10"))).isEmpty();
    assertThat(SupNote.of(List.of("x " + token))).isEmpty();
    assertThat(SupNote.of(List.of("10 " + token, "zero"))).isEmpty();
    assertThat(SupNote.of(List.of("10 none"))).isEmpty();
  }
}
