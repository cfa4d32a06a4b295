package org.panux.linit;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  @Test
  void akkaFindsAllThatItsJarsSet() {
    Config jars = ConfigFactory.defaultReference();
    Defaults.akka().checkValid(jars, "akka");
    assertThat(Defaults.akka().getString("akka.version")).isEqualTo(jars.getString("akka.version"));
  }

  @Test
  void ourOwnConfigurationOfAkkaStandsOverIts() {
    assertThat(Defaults.akka().getString("akka.scheduler.implementation"))
        .isEqualTo(TimerScheduler.class.getName());
  }

  @Test
  void theSettingsAreThoseOfTheText() {
    Config text =
        ConfigFactory.parseResources(Settings.class, "/reference.conf").getConfig("linit");
    assertThat(Defaults.linit().root().keySet()).isEqualTo(text.root().keySet());
    for (String key : text.root().keySet()) {
      assertThat(Defaults.linit().getValue(key).unwrapped().toString())
          .as(key)
          .isEqualTo(text.getValue(key).unwrapped().toString());
    }
  }
}
