package org.panux.pkgen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: from text to package, and never back. */
@AnalyzeClasses(packages = "org.panux", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theWayOfAPackage =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("template")
          .definedBy("org.panux.pkgen.template..")
          .layer("file")
          .definedBy("org.panux.pkgen.file..")
          .layer("source")
          .definedBy("org.panux.pkgen.source..")
          .layer("make")
          .definedBy("org.panux.pkgen.make..")
          .layer("tree")
          .definedBy("org.panux.pkgen.tree..")
          .layer("build")
          .definedBy("org.panux.pkgen.build..")
          .layer("repo")
          .definedBy("org.panux.pkgen.repo..")
          .layer("cli")
          .definedBy("org.panux.pkgen.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("repo")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("build")
          .mayOnlyBeAccessedByLayers("repo", "cli")
          .whereLayer("make")
          .mayOnlyBeAccessedByLayers("build", "repo", "cli")
          .whereLayer("tree")
          .mayOnlyBeAccessedByLayers("build", "cli")
          .whereLayer("source")
          .mayOnlyBeAccessedByLayers("make", "build", "cli");

  @ArchTest
  static final ArchRule nothingKnowsOfLinit =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.panux.linit..");

  @ArchTest
  static final ArchRule whatTranslatesRunsNothing =
      noClasses()
          .that()
          .resideInAnyPackage("..template..", "..file..", "..source..", "..make..", "..tree..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder");
}
