package org.panux.linit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.Json;

class RecordingTest {
  private static final String TEXT =
      "{\"began_ms\":1700000000000,\"now_us\":9000,\"target\":\"boot\",\"starts\":["
          + "{\"name\":\"boot\",\"by\":\"\",\"kind\":\"linitd\",\"nth\":1,\"asked_us\":10,"
          + "\"launched_us\":20,\"ended_us\":-1,\"state\":\"starting\",\"code\":0,\"reason\":\"\","
          + "\"waits\":[{\"for\":\"web\",\"kind\":\"want\",\"group\":17,\"from_us\":30,"
          + "\"until_us\":-1,\"state\":\"\"}]},"
          + "{\"name\":\"web\",\"by\":\"boot\",\"kind\":\"want\",\"nth\":1,\"asked_us\":31,"
          + "\"launched_us\":-1,\"ended_us\":-1,\"state\":\"starting\",\"code\":0,"
          + "\"reason\":\"\",\"waits\":[]}]}";

  @Test
  void jsonIsReadAndWrittenBack() throws Json.Malformed {
    Recording recording = Recording.of(Json.object(TEXT));

    assertThat(Json.write(recording.toJson())).isEqualTo(TEXT);
  }

  @Test
  void whatHasNotHappenedIsOpen() throws Json.Malformed {
    List<Recording.Start> starts = Recording.of(Json.object(TEXT)).starts();

    assertThat(starts.get(0).launched()).isTrue();
    assertThat(starts.get(0).ended()).isFalse();
    assertThat(starts.get(0).waits().get(0).open()).isTrue();
    assertThat(starts.get(1).launched()).isFalse();
  }

  @Test
  void fieldsOfAnAnswerAroundItArePassedOver() throws Json.Malformed {
    String answer = "{\"id\":1,\"ok\":true," + TEXT.substring(1);

    assertThat(Recording.of(Json.object(answer)).target()).isEqualTo("boot");
  }
}
