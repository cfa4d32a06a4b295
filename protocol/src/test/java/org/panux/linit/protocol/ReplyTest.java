package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private static final ServiceView WEB =
      new ServiceView(
          "web",
          ServiceState.FAILED,
          true,
          151,
          "dependency 'db' failed",
          17,
          -1,
          List.of("db"),
          3,
          List.of());

  @Test
  void aDoneReplyCarriesWhatWasAskedFor() throws Exception {
    Reply reply = Reply.done(4L, Map.of("started", List.of("a")));
    assertThat(reply.encode()).isEqualTo("{\"id\":4,\"ok\":true,\"started\":[\"a\"]}");
    Reply read = Reply.decode(reply.encode());
    assertThat(read.ok()).isTrue();
    assertThat(read.id()).isEqualTo(4L);
    assertThat(read.error()).isEmpty();
    assertThat(read.fields()).containsEntry("started", List.of("a"));
  }

  @Test
  void aFailedReplyCarriesCodeAndReason() throws Exception {
    Reply reply = Reply.failed("x", 5, "no such service");
    assertThat(reply.encode())
        .isEqualTo("{\"id\":\"x\",\"ok\":false,\"code\":5,\"error\":\"no such service\"}");
    Reply read = Reply.decode(reply.encode());
    assertThat(read.ok()).isFalse();
    assertThat(read.code()).isEqualTo(5);
    assertThat(read.error()).isEqualTo("no such service");
  }

  @Test
  void aReplyToWhatCouldNotBeReadHasNoId() throws Exception {
    assertThat(Reply.decode(Reply.failed(null, 2, "no").encode()).id()).isNull();
  }

  @Test
  void viewsComeThroughUnchanged() throws Exception {
    GraphView graph =
        new GraphView(
            List.of(WEB, ServiceView.neverStarted("db")),
            List.of(new GraphView.Edge("web", "db", "dep")));
    Reply reply = Reply.decode(Reply.done(1L, new LinkedHashMap<>(graph.toJson())).encode());
    assertThat(GraphView.of(reply.fields())).isEqualTo(graph);
  }
}
