package org.panux.linit.state;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.ActorKit;
import org.panux.linit.process.Cgroups;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.protocol.DependencyKind;

/** The journal as an actor, on a real file. */
class JournalTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();
  @TempDir private Path folder;

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private ActorRef<Journal.Message> journal(State state) {
    return kit.spawn(Journal.create(state, kit.blocking(), said::add));
  }

  private Recovered recover(State state) {
    Markers markers = new Markers(state.instance(), state.markers());
    return state.recover(new ProcessTable(markers, new Cgroups(Cgroups.Mode.OFF, folder)));
  }

  private State load() {
    State state = State.read(folder);
    recover(state);
    return state;
  }

  private static Entry needs(String name, String... others) {
    Map<String, DependencyKind> kinds = new HashMap<>();
    List.of(others).forEach(other -> kinds.put(other, DependencyKind.DEP));
    return new Entry.Needs(name, kinds);
  }

  private void waitUntilWritten(ActorRef<Journal.Message> journal) {
    TestProbe<String> probe = kit.probe(String.class);
    journal.tell(new Journal.Forward<>(probe.getRef(), "written"));
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo("written");
  }

  private Path file() {
    return folder.resolve("state");
  }

  private Remembered read() throws IOException {
    return Remembered.of(Files.readAllBytes(file()));
  }

  @Test
  void theInstanceIsOnTheDiskBeforeAnythingElseHappens() throws IOException {
    State state = State.read(folder);
    assertThat(recover(state)).isEqualTo(Recovered.nothing());
    assertThat(read().header().orElseThrow().instance()).isEqualTo(state.instance());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void whatWasSentBeforeIsWrittenWhenAnAnswerIsForwarded() throws IOException {
    ActorRef<Journal.Message> journal = journal(load());
    for (int i = 0; i < 100; i++) {
      journal.tell(new Journal.Put(needs("web", "db" + i)));
      journal.tell(new Journal.Put(needs("other" + i, "db")));
    }
    waitUntilWritten(journal);
    assertThat(read().needs()).hasSize(101);
    assertThat(read().needs().get("web")).containsOnlyKeys("db99");
    journal.tell(new Journal.Put(needs("web")));
    waitUntilWritten(journal);
    assertThat(read().needs()).hasSize(100).doesNotContainKey("web");
  }

  @Test
  void itDoesNotGrowWithoutEnd() throws IOException {
    ActorRef<Journal.Message> journal = journal(load());
    for (int i = 0; i < 2000; i++) {
      journal.tell(new Journal.Put(needs("web", "db" + i)));
      waitUntilWritten(journal);
    }
    assertThat(Files.readAllLines(file())).hasSizeLessThan(300);
    assertThat(read().needs().get("web")).containsOnlyKeys("db1999");
  }

  @Test
  void anotherOneGoesOnWithIt() throws IOException {
    State first = load();
    ActorRef<Journal.Message> journal = journal(first);
    journal.tell(new Journal.Put(needs("web", "db")));
    waitUntilWritten(journal);
    State second = State.read(folder);
    assertThat(second.instance()).isEqualTo(first.instance());
    assertThat(recover(second).needs().get("web")).containsOnlyKeys("db");
    assertThat(read().needs().get("web")).containsOnlyKeys("db");
    ActorRef<Journal.Message> next = journal(second);
    next.tell(new Journal.Put(needs("db", "disk")));
    waitUntilWritten(next);
    assertThat(read().needs()).containsOnlyKeys("web", "db");
  }

  @Test
  void itIsRemovedInTheEndWhateverIsUnderWay() {
    ActorRef<Journal.Message> journal = journal(load());
    journal.tell(new Journal.Put(needs("web", "db")));
    TestProbe<Journal.Removed> probe = kit.probe(Journal.Removed.class);
    journal.tell(new Journal.Remove(probe.getRef()));
    journal.tell(new Journal.Put(needs("web", "db2")));
    probe.receiveMessage(ActorKit.HANGS);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDamagedFileIsSetAsideAndSaysSo() throws IOException {
    load();
    String right = Files.readString(file());
    for (int i = 1; i <= 2; i++) {
      Files.writeString(file(), right + "garbage\n" + right);
      assertThat(recover(State.read(folder)).said())
          .containsExactly(
              "the state in "
                  + file()
                  + " is damaged (line 2); it is set aside as state.damaged-"
                  + i
                  + ", and what it says is not believed");
      assertThat(folder.resolve("state.damaged-" + i)).hasContent(right + "garbage\n" + right);
      assertThat(read().damage()).isEmpty();
    }
  }

  @Test
  void theStateOfAnotherStartOfTheMachineIsNoneOfOurs() throws IOException {
    String old = "0123456789abcdef0123456789abcdef";
    List<Entry> entries = List.of(new Entry.Header(old, "another"), needs("web", "db"));
    Files.writeString(file(), JournalText.lines(entries));
    State state = State.read(folder);
    assertThat(state.instance()).isNotEqualTo(old);
    assertThat(recover(state)).isEqualTo(Recovered.nothing());
  }

  /** A folder in its place cannot be replaced, not even by root. */
  @Test
  void aDiskThatCannotBeWrittenIsSaidOnceAndHoldsNobodyUp() throws Exception {
    Files.createDirectories(file().resolve("in the way"));
    State state = State.read(folder);
    assertThat(recover(state).said().get(0)).startsWith("cannot read the state in " + file());
    ActorRef<Journal.Message> journal = journal(state);
    for (int i = 0; i < 3; i++) {
      journal.tell(new Journal.Put(needs("web", "db" + i)));
      waitUntilWritten(journal);
    }
    assertThat(said.poll(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS))
        .startsWith("cannot write the state to " + file());
    assertThat(said).isEmpty();
    Files.delete(file().resolve("in the way"));
    Files.delete(file());
    journal.tell(new Journal.Put(needs("db", "disk")));
    waitUntilWritten(journal);
    assertThat(read().needs()).containsOnlyKeys("web", "db");
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenBeforeTheNextAnswerThoughNothingHasChangedSince()
      throws Exception {
    ActorRef<Journal.Message> journal = journalThatFails();
    clearTheWay();
    waitUntilWritten(journal);
    assertThat(read().needs()).containsOnlyKeys("web");
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenInTheEndThoughNobodyAsks() throws Exception {
    journalThatFails();
    clearTheWay();
    long hangs = System.nanoTime() + ActorKit.HANGS.toNanos();
    while (!Files.isRegularFile(file())) {
      assertThat(System.nanoTime()).isLessThan(hangs);
      Thread.sleep(5);
    }
    assertThat(read().needs()).containsOnlyKeys("web");
  }

  /**
   * No thread is left for what is to be written: who waits is answered, and it is written later.
   */
  @Test
  void whatCannotEvenBeBegunHoldsNobodyUpEither() throws Exception {
    AtomicBoolean before = new AtomicBoolean();
    Executor failing =
        task -> {
          if (!before.getAndSet(true)) {
            throw new OutOfMemoryError("injected: unable to create native thread");
          }
          kit.blocking().execute(task);
        };
    ActorRef<Journal.Message> journal = kit.spawn(Journal.create(load(), failing, said::add));
    journal.tell(new Journal.Put(needs("web", "db")));
    waitUntilWritten(journal);
    waitUntilWritten(journal);
    assertThat(read().needs()).containsOnlyKeys("web");
  }

  /** It could not write down what {@code web} needs. */
  private ActorRef<Journal.Message> journalThatFails() throws Exception {
    Files.createDirectories(file().resolve("in the way"));
    State state = State.read(folder);
    recover(state);
    ActorRef<Journal.Message> journal = journal(state);
    journal.tell(new Journal.Put(needs("web", "db")));
    waitUntilWritten(journal);
    assertThat(said.poll(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS)).startsWith("cannot write");
    return journal;
  }

  private void clearTheWay() throws IOException {
    Files.delete(file().resolve("in the way"));
    Files.delete(file());
  }
}
