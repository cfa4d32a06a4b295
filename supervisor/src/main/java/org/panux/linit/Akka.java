package org.panux.linit;

import akka.actor.BootstrapSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/** Starts the actor system. */
final class Akka {
  private Akka() {}

  static <M> ActorSystem<M> start(Behavior<M> guardian) {
    return ActorSystem.create(
        guardian, "linitd", BootstrapSetup.create(Defaults.akka()).withClassloader(new Classes()));
  }

  /**
   * Akka's view of the class path. At each start it would read its defaults, which are there
   * already, and compare the versions of its jars, for which it opens each jar there is: these
   * files are not shown.
   */
  private static final class Classes extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    Classes() {
      super(Akka.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      boolean hidden = name.equals("reference.conf") || name.equals("META-INF/MANIFEST.MF");
      return hidden ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }
}
