package org.panux.linit.rig;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

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

  @ArchTest
  static final ArchRule itIsAClientAndNothingMore =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.junit.jupiter.api..",
                  "org.junit.jupiter.params..",
                  ROOT + "rig..",
                  ROOT + "client..",
                  ROOT + "ctl..",
                  ROOT + "protocol..",
                  ROOT + "setting.."));
}
