package org.panux.linit.process;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The main process of a service that is no child of linitd: it has forked away, or was there. */
record Adopted(ProcessIdentity process, SignalSender signals) implements Launcher.Running {
  @Override
  public long logStart() {
    return 0;
  }

  @Override
  public Optional<ProcessIdentity> identity() {
    return Optional.of(process);
  }

  /** Never: nobody but its parent is told. That it has gone, {@link ProcessWatcher} tells. */
  @Override
  public CompletionStage<Integer> exit() {
    return new CompletableFuture<>();
  }

  /** Whose output it is, nobody knows any more. */
  @Override
  public String lastLine() {
    return "";
  }

  @Override
  public void noteEnd() {
    // The log writer notes what it writes itself.
  }

  @Override
  public void signal(int number) {
    signals.send(number, List.of(process));
  }

  @Override
  public void terminate() {
    process.handle().ifPresent(ProcessHandle::destroy);
  }

  @Override
  public void kill() {
    process.handle().ifPresent(ProcessHandle::destroyForcibly);
  }
}
