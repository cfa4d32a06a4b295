package org.panux.linit.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.Text;

/** The verb {@code published}: what services have made known, all of it or one value. */
final class Values {
  private Values() {}

  static int run(Linitctl ctl) throws IOException {
    List<String> names = ctl.line().names();
    return ctl.talk(
        Verb.PUBLISHED,
        client -> {
          Reply reply = client.request(Op.PUBLISHED, List.of());
          if (!reply.ok()) {
            return ctl.refused(reply);
          }
          Map<?, ?> values = (Map<?, ?>) reply.fields().get("published");
          if (!names.isEmpty() && !values.containsKey(names.get(0))) {
            return ctl.fail(ExitCode.FAILED, unknown(names.get(0), values));
          }
          if (ctl.line().json()) {
            if (!names.isEmpty()) {
              values.keySet().removeIf(name -> !name.equals(names.get(0)));
            }
            ctl.out().println(Json.write(reply.fields()));
          } else if (!names.isEmpty()) {
            ctl.out().println(text(values.get(names.get(0))));
          } else {
            values.forEach((name, value) -> ctl.out().println(name + "=" + text(value)));
          }
          return ExitCode.DONE;
        });
  }

  private static String unknown(String name, Map<?, ?> values) {
    List<String> known = values.keySet().stream().map(String.class::cast).toList();
    return "nobody has published '" + Text.clip(name, 64) + "'" + Text.didYouMean(name, known);
  }

  private static String text(Object value) {
    return Text.printable((String) ((Map<?, ?>) value).get("value"));
  }
}
