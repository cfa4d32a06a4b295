package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.panux.linit.actor.Actor;
import org.panux.linit.log.LogTail;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.ProcessUse;
import org.panux.linit.process.Sweeper;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.record.Recording;
import org.panux.linit.service.Registry;

/**
 * What {@code status} with {@code details} says besides: who asked for a service, its processes and
 * what they use, its script and the end of its log. All that ask at about the same time share one
 * look at the processes of the machine.
 */
final class Inspection extends Actor<Inspection.Message> {
  sealed interface Message {}

  /** More fields of services, by their names. */
  record Done(Map<String, Map<String, Object>> fields) {}

  private record Recalled(Registry.Recalled recalled) implements Message {}

  private record Found(Sweeper.Found found) implements Message {}

  private record Read(Map<String, Map<String, Object>> fields) implements Message {}

  /** The most processes that are shown of one service. */
  private static final int MOST_PROCESSES = 200;

  private static final int LOG_LINES = 10;
  private static final String RESTART = "restart";

  private final Gateway.Setup setup;
  private final Collection<ServiceView> views;
  private final ActorRef<Done> replyTo;
  private final Map<String, Set<ProcessIdentity>> processes = new HashMap<>();
  private Optional<Recording> recording = Optional.empty();

  static Behavior<Message> create(
      Gateway.Setup setup, Collection<ServiceView> views, ActorRef<Done> replyTo) {
    return Actor.create(context -> new Inspection(context, setup, views, replyTo));
  }

  private Inspection(
      ActorContext<Message> context,
      Gateway.Setup setup,
      Collection<ServiceView> views,
      ActorRef<Done> replyTo) {
    super(context);
    this.setup = setup;
    this.views = views;
    this.replyTo = replyTo;
    List<String> names = views.stream().map(ServiceView::name).toList();
    setup
        .registry()
        .tell(new Registry.Recall(names, adapter(Registry.Recalled.class, Recalled::new)));
    ActorRef<Sweeper.Found> found = adapter(Sweeper.Found.class, Found::new);
    names.forEach(name -> setup.sweeper().tell(new Sweeper.Find(owner(name), found)));
  }

  private String owner(String name) {
    return setup.markers().prefix(name);
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Recalled recalled) {
      recording = Optional.of(recalled.recalled().recording());
      return readIfComplete();
    } else if (message instanceof Found found) {
      processes.put(found.found().prefix(), found.found().processes());
      return readIfComplete();
    } else if (message instanceof Read read) {
      replyTo.tell(new Done(read.fields()));
      return Behaviors.stopped();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> readIfComplete() {
    if (recording.isPresent() && processes.size() == views.size()) {
      CompletableFuture<?>[] written =
          views.stream()
              .map(view -> setup.logs().sync(view.name()).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new);
      pipeToSelf(
          CompletableFuture.allOf(written).thenApplyAsync(done -> read(), setup.blocking()),
          (fields, failure) -> new Read(failure == null ? fields : Map.of()));
    }
    return this;
  }

  /** Runs beside the actor, which changes nothing any more. */
  private Map<String, Map<String, Object>> read() {
    LogTail logs = new LogTail(setup.server().rig().log());
    Map<String, Map<String, Object>> all = new HashMap<>();
    for (ServiceView view : views) {
      Map<String, Object> fields = new LinkedHashMap<>();
      asked(fields, view.name());
      script(fields, view, setup.scripts());
      processes(fields, processes.get(owner(view.name())));
      fields.put("log", log(logs, view.name()));
      all.put(view.name(), fields);
    }
    return all;
  }

  /** Who asked for it: an automatic restart is for the sake of whoever asked before. */
  private void asked(Map<String, Object> fields, String name) {
    String by = "";
    String kind = "";
    for (Recording.Start start : recording.orElseThrow().starts()) {
      if (start.name().equals(name) && (kind.isEmpty() || !start.kind().equals(RESTART))) {
        by = start.by();
        kind = start.kind();
      }
    }
    fields.put("asked_by", by);
    fields.put("asked_kind", kind);
  }

  private static void script(Map<String, Object> fields, ServiceView view, InitScripts scripts) {
    scripts
        .file(view.name())
        .ifPresentOrElse(
            file -> {
              fields.put("script", file.toString());
              fields.put(
                  "script_changed", scripts.stamps().changed(view.name(), file, view.since()));
            },
            () -> {
              fields.put("script", "");
              fields.put("script_changed", view.runs() > 0);
            });
  }

  private static void processes(Map<String, Object> fields, Set<ProcessIdentity> all) {
    List<Map<String, Object>> shown = new ArrayList<>();
    long cpu = 0;
    long memory = 0;
    for (ProcessUse use :
        all.stream()
            .sorted(Comparator.comparingLong(ProcessIdentity::startTicks))
            .limit(MOST_PROCESSES)
            .map(ProcessUse::of)
            .flatMap(Optional::stream)
            .toList()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("pid", use.pid());
      json.put("parent", use.parent());
      json.put("command", use.command());
      json.put("cpu_ms", use.cpu());
      json.put("memory_kb", use.memory());
      shown.add(json);
      cpu += use.cpu() + use.childrenCpu();
      memory += use.memory();
    }
    fields.put("processes", shown);
    fields.put(
        "process_count", Math.max(shown.size(), all.size() > MOST_PROCESSES ? all.size() : 0));
    fields.put("cpu_ms", cpu);
    fields.put("memory_kb", memory);
  }

  private static List<Map<String, Object>> log(LogTail logs, String name) {
    List<Map<String, Object>> lines = new ArrayList<>();
    try {
      for (LogTail.Line line : logs.end(name, LOG_LINES)) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time_ms", line.time());
        json.put("text", line.text());
        lines.add(json);
      }
    } catch (IOException e) {
      // What cannot be read is not shown; 'logs' says why.
    }
    return lines;
  }
}
