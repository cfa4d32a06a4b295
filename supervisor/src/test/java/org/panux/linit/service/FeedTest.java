package org.panux.linit.service;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.panux.linit.ActorKit;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** How followers of different speed are served. */
class FeedTest {
  private static final int KEPT = 1000;
  private static final GraphView NOTHING = new GraphView(List.of(), List.of());

  @RegisterExtension private final ActorKit kit = new ActorKit();

  private TestProbe<Registry.Message> registry;
  private ActorRef<Feed.Message> feed;

  @BeforeEach
  void aFeed() {
    registry = kit.probe(Registry.Message.class);
    feed = kit.spawn(Feed.create(registry.getRef(), Time.SYSTEM, KEPT));
  }

  private void happens(String name, int count) {
    for (int i = 0; i < count; i++) {
      ServiceView view =
          new ServiceView(name, ServiceState.RUNNING, true, 0, "", 1, -1, List.of(), 1, List.of());
      feed.tell(new Feed.Happened(Change.about(view, 1), true));
    }
  }

  private TestProbe<Feed.Sent> follow(OptionalLong since) {
    TestProbe<Feed.Sent> follower = kit.probe(Feed.Sent.class);
    feed.tell(new Feed.Follow(follower.getRef(), "1", (byte) '\n', since));
    return follower;
  }

  private Feed.Snapshot picture(TestProbe<Feed.Sent> follower) {
    assertThat(registry.receiveMessage(ActorKit.HANGS)).isEqualTo(new Registry.Picture());
    feed.tell(new Feed.Pictured(NOTHING));
    return (Feed.Snapshot) follower.receiveMessage(ActorKit.HANGS);
  }

  private void takes(TestProbe<Feed.Sent> follower) {
    feed.tell(new Feed.Taken(follower.getRef()));
  }

  /** Takes blocks until the one with the event {@code last}, and gives all their lines. */
  private List<String> upTo(TestProbe<Feed.Sent> follower, long last) {
    List<String> lines = new ArrayList<>();
    Feed.Events events;
    do {
      takes(follower);
      events = (Feed.Events) follower.receiveMessage(ActorKit.HANGS);
      new String(events.lines(), StandardCharsets.UTF_8).lines().forEach(lines::add);
    } while (events.last() < last);
    return lines;
  }

  @Test
  void nothingIsQueuedForWhoDoesNotRead() {
    TestProbe<Feed.Sent> slow = follow(OptionalLong.empty());
    TestProbe<Feed.Sent> fast = follow(OptionalLong.empty());
    picture(slow);
    // One picture is enough for both.
    assertThat(fast.receiveMessage(ActorKit.HANGS)).isInstanceOf(Feed.Snapshot.class);
    for (int i = 0; i < 50; i++) {
      happens("web", 100);
      assertThat(upTo(fast, (i + 1) * 100)).hasSize(100);
    }
    takes(slow);
    Feed.Snapshot anew = picture(slow);
    assertThat(anew.known()).hasValue(0);
    assertThat(anew.sequence()).isEqualTo(5000);
    slow.expectNoMessage(java.time.Duration.ZERO);
    happens("web", 1);
    assertThat(upTo(slow, 5001)).hasSize(1);
  }

  @Test
  void whoFallsBehindWithinWhatIsKeptMissesNothing() {
    TestProbe<Feed.Sent> follower = follow(OptionalLong.empty());
    picture(follower);
    happens("web", KEPT);
    List<String> lines = upTo(follower, KEPT);
    assertThat(lines).hasSize(KEPT);
    for (int i = 0; i < KEPT; i++) {
      assertThat(lines.get(i))
          .startsWith("{\"id\":1,\"event\":\"service\",\"seq\":" + (i + 1) + ",");
    }
  }

  @Test
  void aKnownEventIsGoneOnFrom() {
    happens("web", 10);
    TestProbe<Feed.Sent> follower = follow(OptionalLong.of(7));
    assertThat(((Feed.Resumed) follower.receiveMessage(ActorKit.HANGS)).sequence()).isEqualTo(10);
    assertThat(upTo(follower, 10)).hasSize(3);
    assertThat(follow(OptionalLong.of(11)).receiveMessage(ActorKit.HANGS))
        .isEqualTo(new Feed.Unknown(10));
    happens("web", KEPT);
    TestProbe<Feed.Sent> late = follow(OptionalLong.of(7));
    assertThat(picture(late).known()).hasValue(7);
  }

  @Test
  void smallChangesOfOneServiceAreJoinedAndTheLastIsTold() {
    TestProbe<Feed.Sent> follower = follow(OptionalLong.empty());
    picture(follower);
    int many = 2000;
    for (int i = 1; i <= many; i++) {
      ServiceView view =
          new ServiceView(
              "boot", ServiceState.STARTING, true, 0, "", 1, -1, List.of("s" + i), 1, List.of());
      feed.tell(new Feed.Happened(Change.about(view, 1), false));
    }
    List<String> lines = new ArrayList<>();
    while (lines.isEmpty() || !lines.get(lines.size() - 1).contains("s" + many)) {
      takes(follower);
      Feed.Events events = (Feed.Events) follower.receiveMessage(ActorKit.HANGS);
      new String(events.lines(), StandardCharsets.UTF_8).lines().forEach(lines::add);
    }
    assertThat(lines.get(0)).contains("\"s1\"");
    assertThat(lines).hasSizeLessThan(many / 2);
  }
}
