package org.panux.linit.e2e;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * Lives in linitd and has an actor fail on a message, as for want of memory or by a mistake in it.
 * An order says which one: the name of its class, of its message ({@code new} for when it is made),
 * and of what is thrown. Orders are read from a named pipe, and the first may be given with it.
 * What has been done is printed.
 */
public final class FailureAgent {
  private record Order(String actor, String message, String failure) {
    static Order of(String line) {
      String[] words = line.split(" ");
      return new Order(words[0], words[1], words[2]);
    }
  }

  private static final AtomicReference<Order> ORDER = new AtomicReference<>();

  private FailureAgent() {}

  /**
   * @param words where orders come from, and the first one, with commas between them
   */
  public static void premain(String words, Instrumentation linitd) {
    if (System.getProperty("sun.java.command").contains(".log.LogWriter ")) {
      // It has the environment of its linitd.
      return;
    }
    int end = words.indexOf(',');
    String pipe = end < 0 ? words : words.substring(0, end);
    if (end > 0) {
      ORDER.set(Order.of(words.substring(end + 1).replace(',', ' ')));
    }
    new AgentBuilder.Default()
        .type(
            nameStartsWith("org.panux.linit.")
                .and(not(isAbstract()))
                .and(declaresMethod(named("onMessage").and(takesArguments(1)))))
        .transform(
            (builder, type, loader, module, domain) ->
                builder
                    .visit(Advice.to(OnMessage.class).on(named("onMessage").and(takesArguments(1))))
                    .visit(Advice.to(OnMade.class).on(isConstructor())))
        .installOn(linitd);
    Thread reader = new Thread(() -> read(pipe), "failures");
    reader.setDaemon(true);
    reader.start();
  }

  private static void read(String pipe) {
    try (BufferedReader lines = new BufferedReader(new FileReader(pipe))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ORDER.set(Order.of(line));
        System.err.println("armed: " + line);
      }
    } catch (IOException e) {
      System.err.println("cannot read orders: " + e);
    }
  }

  /** Is put in front of what each actor does with a message. */
  static final class OnMessage {
    private OnMessage() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This Object actor, @Advice.Argument(0) Object message) {
      strike(actor.getClass().getSimpleName(), message.getClass().getSimpleName());
    }
  }

  /** Is put behind the making of each actor, which fails where the order says {@code new}. */
  static final class OnMade {
    private OnMade() {}

    @Advice.OnMethodExit
    static void exit(@Advice.This Object actor) {
      strike(actor.getClass().getSimpleName(), "new");
    }
  }

  /** Called from what is put into the actors. */
  public static void strike(String actor, String message) {
    Order order = ORDER.get();
    if (order != null
        && order.actor().equals(actor)
        && order.message().equals(message)
        && ORDER.compareAndSet(order, null)) {
      System.err.println("failed: " + actor + " " + message);
      FailureAgent.<RuntimeException>raise(order.failure());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(String failure) throws T {
    throw (T)
        switch (failure) {
          case "OutOfMemoryError" -> new OutOfMemoryError("injected");
          case "StackOverflowError" -> new StackOverflowError("injected");
          default -> new IllegalStateException("injected");
        };
  }
}
