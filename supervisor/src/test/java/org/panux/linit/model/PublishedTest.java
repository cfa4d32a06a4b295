package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedTest {
  private final Published published = new Published(Map.of());

  private Reason publish(String by, String key, String text, boolean active) {
    return published.publish(by, key, text, name -> active);
  }

  @Test
  void whoHasPublishedItChangesIt() {
    assertThat(publish("db", "PORT", "1", true).ok()).isTrue();
    assertThat(publish("db", "PORT", "2", true).ok()).isTrue();
    assertThat(published.get("PORT")).contains(new Published.Value("2", "db"));
    assertThat(published.get("POR")).isEmpty();
  }

  @Test
  void anotherOneDoesWhenThatHasEnded() {
    publish("db", "PORT", "1", true);
    assertThat(publish("spare", "PORT", "2", true).text())
        .isEqualTo("'PORT' is published by 'db' already");
    assertThat(publish("spare", "PORT", "2", false).ok()).isTrue();
    assertThat(published.all())
        .containsExactly(Map.entry("PORT", new Published.Value("2", "spare")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A-B", "ü", "PATH", "LINIT_ROOT", "linit_x", "IFS"})
  void whatIsNoNameIsRefused(String key) {
    Reason reason = publish("db", key, "1", true);
    assertThat(reason.code()).isEqualTo(2);
    assertThat(reason.text()).startsWith("'" + key + "' ");
    assertThat(published.all()).isEmpty();
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThat(publish("db", "A".repeat(65), "1", true).code()).isEqualTo(2);
    assertThat(publish("db", "A".repeat(64), "1", true).ok()).isTrue();
    assertThat(publish("db", "B", "x".repeat(Published.LONGEST + 1), true).code()).isEqualTo(2);
  }
}
