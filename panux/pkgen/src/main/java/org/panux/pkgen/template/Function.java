package org.panux.pkgen.template;

import java.util.List;

/**
 * What a template can call.
 *
 * @param least the fewest arguments
 * @param most the most
 * @param texts whether each argument has to be a string
 */
public record Function(String name, int least, int most, boolean texts, Body body) {
  /** For as many arguments as one likes. */
  public static final int ANY = Integer.MAX_VALUE;

  /** What a function does. */
  @FunctionalInterface
  public interface Body {
    /** The value for these arguments; a {@link Refused} becomes an error of the template. */
    Object of(List<Object> arguments) throws Refused;
  }

  /** Why a function takes no such arguments, in words. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** A function whose arguments are strings. */
  public static Function ofTexts(String name, int least, int most, TextBody body) {
    return new Function(
        name,
        least,
        most,
        true,
        arguments -> body.of(arguments.stream().map(String.class::cast).toList()));
  }

  /** What a function of strings does. */
  @FunctionalInterface
  public interface TextBody {
    String of(List<String> arguments) throws Refused;
  }
}
