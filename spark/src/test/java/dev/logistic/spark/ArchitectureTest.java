package dev.logistic.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What of the core the module for Spark may see. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.logistic.spark");

  @Test
  void theCommandLineOfTheCoreIsNotSeen() {
    assertThat(CLASSES).hasSizeGreaterThan(50);
    noClasses().should().dependOnClassesThat().resideInAPackage("dev.logistic.cli").check(CLASSES);
  }

  @Test
  void onlyItsOwnCommandLineUsesWhatCommandLinesShare() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.logistic.spark.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.logistic.console")
        .check(CLASSES);
  }
}
