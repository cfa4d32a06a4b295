package org.panux.linit;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.panux.linit.actor.Actor;

/** Who may know whom, and what nobody may do. */
@AnalyzeClasses(packages = "org.panux.linit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.panux.linit.";

  @ArchTest
  static final ArchRule modelKnowsOnlyTheProtocolAndValues =
      classes()
          .that()
          .resideInAPackage(ROOT + "model..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java.lang..", "java.util..", ROOT + "model..", ROOT + "setting..")
                  .or(type(Duration.class))
                  .or(resideInAnyPackage(ROOT + "protocol..", ROOT + "record.."))
                  .and(DescribedPredicate.not(resideInAPackage("java.util.concurrent.."))));

  /**
   * The distribution around linit, below panux/, is built of linit and never the other way round.
   */
  @ArchTest
  static final ArchRule nothingKnowsOfPanux =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.panux..")
                  .and(DescribedPredicate.not(resideInAPackage("org.panux.linit.."))));

  @ArchTest
  static final ArchRule modelReadsNoClock =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "model..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat(
              resideInAPackage("java.time..").and(DescribedPredicate.not(type(Duration.class))));

  @ArchTest
  static final ArchRule whatClientsUseKnowsNothingOfTheSupervisor =
      classes()
          .that()
          .resideInAnyPackage(
              ROOT + "protocol..",
              ROOT + "setting..",
              ROOT + "script..",
              ROOT + "check..",
              ROOT + "record..",
              ROOT + "picture..",
              ROOT + "client..",
              ROOT + "ctl..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "com.fasterxml.jackson.core..",
                  ROOT + "protocol..",
                  ROOT + "setting..",
                  ROOT + "script..",
                  ROOT + "check..",
                  ROOT + "record..",
                  ROOT + "picture..",
                  ROOT + "client..",
                  ROOT + "ctl.."));

  @ArchTest
  static final ArchRule whatASettingMeansIsPure =
      classes()
          .that()
          .resideInAPackage(ROOT + "setting..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java.lang..", "java.util..", "java.math..", ROOT + "setting..")
                  .or(type(Duration.class))
                  .or(resideInAPackage(ROOT + "protocol.."))
                  .and(DescribedPredicate.not(resideInAPackage("java.util.concurrent.."))));

  @ArchTest
  static final ArchRule protocolKnowsNoClient =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "client..", ROOT + "ctl..");

  @ArchTest
  static final ArchRule servicesKnowNoSockets =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "gateway..", "java.nio.channels..", "org.newsclub..");

  @ArchTest
  static final ArchRule processesKnowNoServices =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "process..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "service..", ROOT + "gateway..", ROOT + "readiness..");

  /** It is a client that lives in linitd's own process, and must not know more than one. */
  @ArchTest
  static final ArchRule aRunSpeaksAsAClientDoes =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "run..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "akka..",
              ROOT + "actor..",
              ROOT + "model..",
              ROOT + "service..",
              ROOT + "state..",
              ROOT + "gateway..");

  /** What it records is the model's, and nothing else's. */
  @ArchTest
  static final ArchRule theFlightRecorderKnowsTheModelAlone =
      classes()
          .that()
          .resideInAPackage(ROOT + "flight..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  ROOT + "flight..",
                  ROOT + "model..",
                  ROOT + "protocol..",
                  ROOT + "setting.."));

  /** The log writer is a small program of its own, in the jar of linitd. */
  @ArchTest
  static final ArchRule logsKnowNothingOfTheRestOfLinitd =
      classes()
          .that()
          .resideInAPackage(ROOT + "log..")
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT + "log.."));

  @ArchTest
  static final ArchRule probersKnowNoServices =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "readiness..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "service..", ROOT + "gateway..");

  @ArchTest
  static final ArchRule textsOfScriptsAreReadByThemselves =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "script..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "process..", ROOT + "service..", ROOT + "gateway..", "akka..");

  @ArchTest
  static final ArchRule theStateKnowsNoServices =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "state..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "service..", ROOT + "gateway..");

  /** {@code linitctl enable} and {@code check} run shells for the user who asks, and not linitd. */
  @ArchTest
  static final ArchRule onlyTheProcessPackageTouchesProcesses =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "process..", ROOT + "ctl..", ROOT + "check..")
          .should()
          .callMethodWhere(
              target(name("start").or(nameStartingWith("destroy")).or(name("exec")))
                  .and(
                      target(
                          owner(
                              assignableTo(ProcessBuilder.class)
                                  .or(assignableTo(ProcessHandle.class))
                                  .or(assignableTo(Process.class))
                                  .or(assignableTo(Runtime.class))))));

  /** The JDK closes others' descriptors where it has too few. */
  @ArchTest
  static final ArchRule linitdStartsProcessesInOnePlaceAlone =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "process..")
          .and(DescribedPredicate.not(simpleName("Spawn")))
          .should()
          .callMethod(ProcessBuilder.class, "start");

  /** Messages are told apart by hand, so nothing else would show that one has been forgotten. */
  @ArchTest
  static void everyActorHandlesEachOfItsMessages(JavaClasses linit) {
    List<JavaClass> actors =
        linit.stream()
            .filter(type -> type.isAssignableTo(Actor.class) && !type.isEquivalentTo(Actor.class))
            .toList();
    assertThat(actors).hasSizeGreaterThan(15);
    for (JavaClass actor : actors) {
      assertThat(
              linit.stream()
                  .filter(type -> type.getName().startsWith(actor.getName()))
                  .flatMap(type -> type.getInstanceofChecks().stream()))
          .as("what %s tells apart", actor.getSimpleName())
          .extracting(InstanceofCheck::getRawType)
          .containsAll(
              linit.stream()
                  .filter(type -> type.isAssignableTo(actor.getName() + "$Message"))
                  .filter(type -> !type.isInterface())
                  .toList());
    }
  }

  @ArchTest
  static final ArchRule nobodyLocks =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "ctl..")
          .should()
          .dependOnClassesThat(resideInAPackage("java.util.concurrent.locks.."));

  @ArchTest
  static final ArchRule nobodySynchronizes =
      noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

  /** A synchronized block shows in no class file's members, so the sources are read. */
  @Test
  void noSourceHasASynchronizedBlock() throws IOException {
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(Path.of("src/main/java")),
            Files.walk(Path.of("../protocol/src/main/java")))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).hasSizeGreaterThan(50);
      assertThat(sources)
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("synchronized ("));
    }
  }

  /** But who waits for a descriptor, beside all actors: nothing says when there is one. */
  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .that()
          .doNotHaveSimpleName("ProcFile")
          .should()
          .callMethodWhere(target(name("sleep")).and(target(owner(assignableTo(Thread.class)))))
          .orShould()
          .callMethodWhere(target(name("wait")).and(target(owner(assignableTo(Object.class)))));

  @ArchTest
  static final ArchRule actorsDoNotAsk =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "client..", ROOT + "ctl..")
          .should()
          .dependOnClassesThat(
              simpleName("AskPattern")
                  .or(resideInAPackage("akka.pattern.."))
                  .or(type(scala.concurrent.Await.class)))
          .orShould()
          .callMethodWhere(
              target(name("ask").or(name("askWithStatus")))
                  .and(target(owner(resideInAPackage("akka..")))));

  @ArchTest
  static final ArchRule actorsDoNotBlock =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "service..", ROOT + "process..", ROOT + "readiness..", ROOT + "gateway..")
          .should()
          .callMethodWhere(
              target(name("join").or(name("get")).or(name("getNow")))
                  .and(target(owner(assignableTo(Future.class)))))
          .orShould()
          .callMethodWhere(
              target(name("waitFor").or(name("await")).or(name("invokeAll")).or(name("join")))
                  .and(
                      target(
                          owner(
                              assignableTo(Process.class)
                                  .or(assignableTo(Thread.class))
                                  .or(resideInAPackage("java.util.concurrent.."))))));
}
