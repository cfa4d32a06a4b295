package org.panux.linit.process;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Proves that a process belongs to a script run: it is in the environment of the script and of all
 * that the script starts, and nobody else can guess it.
 *
 * @param instance tells one linitd from another
 * @param service the service's name
 * @param run number of the script run
 * @param secret 128 random bits
 */
public record RunToken(String instance, String service, int run, String secret) {
  /** The variable that holds it. */
  public static final String VARIABLE = "LINIT_TOKEN";

  private static final int BYTES = 16;

  private static final AtomicReference<InputStream> KERNEL = new AtomicReference<>();

  /** A new token, with a secret from the kernel. */
  public static RunToken create(String instance, String service, int run) {
    return new RunToken(instance, service, run, random());
  }

  /** 128 random bits in hexadecimal, straight from the kernel: no provider has to be loaded. */
  public static String random() {
    try {
      byte[] bytes = new byte[BYTES];
      if (kernel().read(bytes) != BYTES) {
        throw new EOFException("/dev/urandom gives nothing");
      }
      return HexFormat.of().formatHex(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It stays open: each start needs some of it, and the kernel gives so few bytes whole. */
  private static InputStream kernel() throws IOException {
    InputStream open = KERNEL.get();
    if (open == null) {
      // Not once for all in an initializer: where no descriptor is left now, there is one later.
      open = new FileInputStream("/dev/urandom");
      if (!KERNEL.compareAndSet(null, open)) {
        open.close();
        open = KERNEL.get();
      }
    }
    return open;
  }

  /** Reads what {@link #toString} wrote. */
  public static Optional<RunToken> of(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 4 || !parts[2].matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(new RunToken(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3]));
  }

  /** What a record has of itself takes a start 20 ms to make, and each start compares tokens. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RunToken token
        && run == token.run
        && secret.equals(token.secret)
        && service.equals(token.service)
        && instance.equals(token.instance);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return instance + ":" + service + ":" + run + ":" + secret;
  }
}
