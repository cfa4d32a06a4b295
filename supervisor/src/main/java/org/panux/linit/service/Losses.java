package org.panux.linit.service;

import java.util.function.Consumer;
import org.panux.linit.log.LogClient;

/** Says what of a service's output is lost. */
record Losses(String service, Consumer<String> say) implements LogClient.Losses {
  @Override
  public void lost(long bytes, String why) {
    say.accept("the output of '" + service + "' is being lost: " + why);
  }

  @Override
  public void found(long bytes) {
    say.accept("the output of '" + service + "' is written again; " + bytes + " bytes are lost");
  }
}
