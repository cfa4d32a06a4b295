package org.panux.linit.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Reply;

/**
 * linitd has answered, and what was asked for was not done. That linitd cannot be reached, or has
 * gone in the middle, is another {@link IOException}.
 */
public final class LinitException extends IOException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final transient List<Failure> failures;

  /**
   * One of several services that were asked for.
   *
   * @param code one of {@link ExitCode}
   * @param error one line for people
   */
  public record Failure(String name, int code, String error) {}

  LinitException(Reply reply) {
    super(reply.error());
    this.code = reply.code();
    this.failures =
        reply.fields().get("failures") instanceof List<?> list
            ? list.stream().map(it -> failure((Map<?, ?>) it)).toList()
            : List.of();
  }

  private static Failure failure(Map<?, ?> json) {
    return new Failure(
        (String) json.get("name"),
        ((Long) json.get("code")).intValue(),
        (String) json.get("error"));
  }

  /** What {@code linitctl} would exit with: one of {@link ExitCode}. */
  public int code() {
    return code;
  }

  /** Of an operation on several services, those that failed; may be empty. */
  public List<Failure> failures() {
    return failures == null ? List.of() : failures;
  }
}
