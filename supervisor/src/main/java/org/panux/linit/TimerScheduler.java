package org.panux.linit;

import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Akka's timers on a plain timer thread that sleeps until the next one is due. Akka's default wakes
 * the machine at every tick, timers or not.
 */
public final class TimerScheduler implements Scheduler, Closeable {
  private static final double MAX_FREQUENCY = 1000;

  private final ScheduledThreadPoolExecutor timers;

  /** The constructor that Akka calls. */
  public TimerScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    timers = new ScheduledThreadPoolExecutor(1, threads);
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  @SuppressWarnings("deprecation") // Akka deprecates calling it; it is still to be implemented.
  public Cancellable schedule(
      FiniteDuration initialDelay,
      FiniteDuration interval,
      Runnable task,
      ExecutionContext executor) {
    return new Timer(
        timers.scheduleAtFixedRate(
            () -> executor.execute(task),
            initialDelay.toNanos(),
            interval.toNanos(),
            TimeUnit.NANOSECONDS));
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
    try {
      return new Timer(
          timers.schedule(() -> executor.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the scheduler has been shut down", e);
    }
  }

  @Override
  public double maxFrequency() {
    return MAX_FREQUENCY;
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }

  private record Timer(Future<?> future) implements Cancellable {
    @Override
    public boolean cancel() {
      return future.cancel(false);
    }

    @Override
    public boolean isCancelled() {
      return future.isCancelled();
    }
  }
}
