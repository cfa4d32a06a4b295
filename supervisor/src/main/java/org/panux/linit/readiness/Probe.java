package org.panux.linit.readiness;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Looks whether one condition holds. There is never more than one look at a time. */
interface Probe {
  /** Looks once, without holding up the caller. */
  CompletionStage<Seen> look();

  /** How many seconds a look may take; then it is cancelled. */
  default int limit() {
    return 5;
  }

  /** What is to be said of a look that is not over yet. */
  default String pending() {
    return "no answer yet";
  }

  /** What is to be said of a look that took longer than its limit. */
  default String overdue() {
    return "no answer within " + limit() + " s";
  }

  /** Ends the look under way: what it would have shown is not wanted any more. */
  default void cancel() {}

  /** Gives back what it holds; called when no look is under way. */
  default void close() {}

  /** A look that blocks, on a thread of its own. */
  static CompletionStage<Seen> on(Executor threads, Callable<Seen> look) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return look.call();
          } catch (IOException e) {
            return Seen.not(Problem.text(e));
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }
}
