package org.panux.linit.process;

import java.util.concurrent.CompletionStage;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.script.LsbCodes;

/** A run of an LSB script, whose exit codes have a meaning. */
record LsbRun(Launcher.Running run, Verb verb) implements Launcher.Running {
  @Override
  public long pid() {
    return run.pid();
  }

  @Override
  public CompletionStage<Integer> exit() {
    return verb == Verb.STOP
        ? run.exit().thenApply(code -> LsbCodes.stopped(code) ? 0 : code)
        : run.exit();
  }

  @Override
  public String lastLine() {
    return run.lastLine();
  }

  @Override
  public String meaning(int code) {
    return LsbCodes.ofAction(code);
  }

  @Override
  public void signal(int number) {
    run.signal(number);
  }

  @Override
  public void terminate() {
    run.terminate();
  }

  @Override
  public void kill() {
    run.kill();
  }
}
