package org.panux.linit.model;

/** A main process of a fake service, which a stop or a sweep ends, or it ends by itself. */
final class SimulatedMain {
  private static final int TERMINATED = 143;

  private final Simulation world;
  private final SimulatedService service;
  private final String name;
  private final int run;
  private boolean alive = true;

  SimulatedMain(Simulation world, SimulatedService service, String name, int run) {
    this.world = world;
    this.service = service;
    this.name = name;
    this.run = run;
    int exit = world.recipe(name).process().exit();
    if (exit >= 0 && world.mayCrash(name)) {
      world.send(process(), process(), () -> end(exit));
    }
  }

  private String process() {
    return "process of " + name + " " + run;
  }

  boolean alive() {
    return alive;
  }

  /** It is its pid that linitd is told. */
  void tellPid() {
    world.send(process(), name, () -> service.carryOut(service.life.mainProcess(run, 1000 + run)));
  }

  /** A signal, which arrives some time. */
  void terminate() {
    world.send(name, process(), () -> end(TERMINATED));
  }

  void end(int code) {
    if (alive) {
      alive = false;
      world.send(process(), name, () -> service.exited(run, Exit.of(code, "")));
    }
  }
}
