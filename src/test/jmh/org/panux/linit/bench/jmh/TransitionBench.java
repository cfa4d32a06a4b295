package org.panux.linit.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Lifecycle;
import org.panux.linit.model.Moment;

/** A service's decisions: from nothing to running. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TransitionBench {
  private final Moment now = new Moment(100, 100);

  /** A service that is new, asked to start, launched, and ends well: three transitions. */
  @Benchmark
  public void start(Blackhole hole) {
    Lifecycle life = new Lifecycle("x");
    hole.consume(life.start(Asker.CLIENT, now, now));
    hole.consume(life.launched(life.run(), now));
    hole.consume(life.exited(life.run(), Exit.of(0, ""), now));
  }
}
