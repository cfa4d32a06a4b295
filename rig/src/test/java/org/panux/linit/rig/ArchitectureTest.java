package org.panux.linit.rig;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What a user's tests get with the extension. */
@AnalyzeClasses(
    packages = "org.panux.linit.rig",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.panux.linit.";
  private static final String CONTAINER = ROOT + "rig.container";

  @ArchTest
  static final ArchRule whoHasNoTestcontainersNeedsNone =
      noClasses()
          .that()
          .resideOutsideOfPackage(CONTAINER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CONTAINER, "org.testcontainers..");

  @ArchTest
  static final ArchRule itIsAClientAndNothingMore =
      classes()
          .that()
          .resideOutsideOfPackage(CONTAINER)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.junit.jupiter.api..",
                  "org.junit.jupiter.params..",
                  "org.junit.platform.launcher..",
                  ROOT + "rig..",
                  ROOT + "client..",
                  ROOT + "ctl..",
                  ROOT + "protocol..",
                  ROOT + "setting.."));
}
