package org.panux.pkgen.build;

import java.io.IOException;
import java.nio.file.Path;

/** Where scripts of packages run: without a network, and without harm to anything outside. */
public interface Environment {
  /** The exit code of one that cannot be made; the log says why. */
  int UNUSABLE = 125;

  /** Says what is missing here; called before anything is fetched or written. */
  void check() throws IOException, Problem;

  /** What decides, beside a package's own parts, what comes out of a build. */
  String identity() throws IOException, Problem;

  /**
   * Runs {@code .pkgen/inside.sh} in {@code work/build}, which is {@code /build} there.
   *
   * @return the exit code
   */
  int run(Path work, Path log, int jobs) throws IOException, Problem;

  /** For messages. */
  String described();
}
