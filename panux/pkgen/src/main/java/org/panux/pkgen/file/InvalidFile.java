package org.panux.pkgen.file;

import java.util.List;

/** A package file that cannot be used, with all that is wrong in it as far as it could be read. */
public final class InvalidFile extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Mistake> mistakes;

  public InvalidFile(List<Mistake> mistakes) {
    super(mistakes.get(0).toString(), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  public InvalidFile(Mistake mistake) {
    this(List.of(mistake));
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }
}
