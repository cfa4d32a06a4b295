package org.panux.linit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Handles signals. The JDK's only way is {@code sun.misc.Signal}, of the module {@code
 * jdk.unsupported}; it is reached by reflection, since the compiler warns at its name and warnings
 * are errors here.
 */
final class Signals {
  private Signals() {}

  /** Runs {@code handler}, on a thread of the JVM, whenever this process gets the signal. */
  static void handle(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              handler.run();
              return null;
            }
            return method.getName().equals("hashCode")
                ? (Object) System.identityHashCode(proxy)
                : method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : name;
          };
      Object instance =
          Proxy.newProxyInstance(
              signalHandler.getClassLoader(), new Class<?>[] {signalHandler}, call);
      signal
          .getMethod("handle", signal, signalHandler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot handle signal " + name, e);
    }
  }
}
