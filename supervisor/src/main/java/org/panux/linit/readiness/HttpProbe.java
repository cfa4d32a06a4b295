package org.panux.linit.readiness;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Sends a GET and reads the status of the answer. */
final class HttpProbe implements Probe {
  private static final int OK = 200;
  private static final int REDIRECT = 300;

  private final Executor threads;
  private final String url;
  private volatile HttpURLConnection connection;

  HttpProbe(Executor threads, String url) {
    this.threads = threads;
    this.url = url;
  }

  @Override
  public CompletionStage<Seen> look() {
    return Probe.on(threads, this::get);
  }

  private Seen get() throws IOException {
    HttpURLConnection http = (HttpURLConnection) new URL(url).openConnection(Proxy.NO_PROXY);
    connection = http;
    try {
      http.setInstanceFollowRedirects(false);
      http.setUseCaches(false);
      http.setConnectTimeout(limit() * 1000);
      http.setReadTimeout(limit() * 1000);
      http.setRequestProperty("Connection", "close");
      http.setRequestProperty("User-Agent", "linit");
      int status = http.getResponseCode();
      return status >= OK && status < REDIRECT
          ? Seen.HOLDS
          : Seen.not(status < 0 ? "the answer is no HTTP" : "it answers " + status);
    } catch (RuntimeException e) {
      // Where it is cancelled at some moments, the library fails by a mistake of its own.
      throw new IOException("the look was cut off", e);
    } finally {
      connection = null;
      http.disconnect();
    }
  }

  /** An answer that comes byte by byte would never take too long for the time-outs above. */
  @Override
  public void cancel() {
    HttpURLConnection http = connection;
    if (http != null) {
      threads.execute(http::disconnect);
    }
  }
}
