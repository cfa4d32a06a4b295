package org.panux.linit.state;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.panux.linit.fuzz.Bytes;
import org.panux.linit.model.Lifecycle;
import org.panux.linit.model.Moment;
import org.panux.linit.protocol.ServiceName;

/**
 * The state file: the bytes as they are, and once more with the checksums that each line should
 * have, since no fuzzer guesses these. What is taken over must be of use.
 */
public final class StateFuzz {
  private static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  private StateFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    take(data);
    StringBuilder summed = new StringBuilder();
    for (String json : new String(data, StandardCharsets.UTF_8).split("\n")) {
      CRC32 sum = new CRC32();
      sum.update(json.getBytes(StandardCharsets.UTF_8));
      summed.append(HexFormat.of().toHexDigits((int) sum.getValue())).append(' ');
      summed.append(json).append('\n');
    }
    take(summed.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void take(byte[] file) {
    Remembered past = Remembered.of(file);
    past.damage().ifPresent(Bytes::checkLine);
    Recovered recovered =
        Recovery.of(
            past,
            INSTANCE,
            new Recovery.Findings(Map.of(), process -> true, name -> Optional.empty()));
    recovered.said().forEach(Bytes::checkLine);
    for (Recovered.Service service : recovered.services()) {
      String name = service.record().name();
      Bytes.check(ServiceName.problem(name).isEmpty(), "no name: " + name);
      Moment now = new Moment(1, 1);
      Lifecycle life = Lifecycle.of(name, service.record().memory(), now);
      life.takeOver(service.end(), service.record().memory().frozen(), now);
      life.report();
      String text = JournalText.lines(List.of(new Entry.Header(INSTANCE, ""), service.record()));
      Remembered again = Remembered.of(text.getBytes(StandardCharsets.UTF_8));
      Bytes.check(
          again.services().equals(List.of(service.record())), "written down it is another one");
    }
  }
}
