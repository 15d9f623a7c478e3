package dev.logistic;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import dev.logistic.config.Solver;
import dev.logistic.engine.RandomDraws;
import java.beans.XMLDecoder;
import java.io.ObjectInput;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** The packages and their allowed dependencies. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.logistic");

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  @Test
  void enoughClassesAreSeenForTheRulesToMeanSomething() {
    assertThat(CLASSES).hasSizeGreaterThan(350);
  }

  @Test
  void dataFlowsOneWayThroughThePackages() {
    Architectures.LayeredArchitecture layers =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer :
        new String[] {
          "text",
          "config",
          "checkpoint",
          "files",
          "engine",
          "schema",
          "formula",
          "data",
          "table",
          "model",
          "objective",
          "optimizer",
          "solver",
          "inference",
          "train",
          "selection",
          "evaluate",
          "effects",
          "drift",
          "diagnose",
          "djl",
          "export",
          "score",
          "serve",
          "report",
          "console",
          "cli"
        }) {
      layers = layers.layer(layer).definedBy("dev.logistic." + layer + "..");
    }
    check(
        layers
            .layer("main")
            .definedBy("dev.logistic")
            .whereLayer("text")
            .mayNotAccessAnyLayer()
            .whereLayer("config")
            .mayOnlyAccessLayers("text")
            .whereLayer("checkpoint")
            .mayOnlyAccessLayers("files")
            .whereLayer("files")
            .mayNotAccessAnyLayer()
            .whereLayer("engine")
            .mayNotAccessAnyLayer()
            .whereLayer("schema")
            .mayOnlyAccessLayers("files")
            .whereLayer("formula")
            .mayOnlyAccessLayers("text", "schema")
            .whereLayer("data")
            .mayOnlyAccessLayers("files", "engine", "schema")
            .whereLayer("table")
            .mayOnlyAccessLayers("text", "files", "engine", "schema", "formula", "data")
            .whereLayer("model")
            .mayOnlyAccessLayers("files", "engine", "schema", "data", "score")
            .whereLayer("objective")
            .mayOnlyAccessLayers("engine", "data", "model")
            .whereLayer("optimizer")
            .mayOnlyAccessLayers("checkpoint", "objective", "model")
            .whereLayer("solver")
            .mayOnlyAccessLayers(
                "config",
                "checkpoint",
                "engine",
                "schema",
                "data",
                "model",
                "objective",
                "optimizer")
            .whereLayer("inference")
            .mayOnlyAccessLayers(
                "config", "checkpoint", "schema", "data", "model", "objective", "solver")
            .whereLayer("train")
            .mayOnlyAccessLayers(
                "config",
                "checkpoint",
                "files",
                "engine",
                "schema",
                "data",
                "table",
                "model",
                "objective",
                "optimizer",
                "solver",
                "inference",
                "evaluate")
            .whereLayer("selection")
            .mayOnlyAccessLayers(
                "config",
                "engine",
                "schema",
                "data",
                "table",
                "model",
                "objective",
                "solver",
                "evaluate",
                "train")
            .whereLayer("evaluate")
            .mayOnlyAccessLayers("config", "schema", "data", "table", "model")
            .whereLayer("drift")
            .mayOnlyAccessLayers("config", "evaluate", "schema", "table", "model")
            .whereLayer("effects")
            .mayOnlyAccessLayers("text", "config", "schema", "data", "table", "model")
            .whereLayer("diagnose")
            .mayOnlyAccessLayers(
                "schema", "data", "model", "objective", "solver", "inference", "evaluate")
            .whereLayer("djl")
            .mayOnlyAccessLayers("schema", "data", "model", "train")
            .whereLayer("export")
            .mayOnlyAccessLayers("files", "schema", "data", "model")
            .whereLayer("score")
            .mayOnlyAccessLayers("files", "schema")
            .whereLayer("serve")
            .mayOnlyAccessLayers("files", "schema", "score", "model")
            .whereLayer("report")
            .mayOnlyAccessLayers(
                "config", "evaluate", "diagnose", "schema", "model", "train", "selection")
            .whereLayer("console")
            .mayOnlyAccessLayers(
                "text",
                "config",
                "checkpoint",
                "files",
                "engine",
                "schema",
                "train",
                "solver",
                "inference",
                "selection")
            .whereLayer("main")
            .mayOnlyAccessLayers("cli"));
  }

  /** Scoring without native code must run without DJL. */
  @Test
  void scoringNeedsNeitherDjlNorAnythingElseThatIsLarge() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.logistic.score")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..",
                "com.google.gson..",
                "org.jspecify..",
                "dev.logistic.files",
                "dev.logistic.schema",
                "dev.logistic.score"));
  }

  @Test
  void whatTheScorerSharesNeedsGsonAtMost() {
    check(
        classes()
            .that()
            .resideInAnyPackage("dev.logistic.files", "dev.logistic.schema")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..",
                "com.google.gson..",
                "org.jspecify..",
                "dev.logistic.files",
                "dev.logistic.schema"));
  }

  /** Spring Boot 3.3 brings Gson 2.10.1. */
  @Test
  void nothingNeedsANewerGsonThanApplicationsBring() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.google.gson.Strictness")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.google.gson.FormattingStyle")
            .orShould()
            .callMethod(com.google.gson.stream.JsonReader.class, "setNestingLimit", int.class));
  }

  @Test
  void onlyTheObjectiveOpensAGradientCollector() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.logistic.objective")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(GradientCollector.class));
  }

  /** Their scalar is freed while autograd still needs it: a silent wrong gradient. */
  @Test
  void nothingThatIsDifferentiatedMultipliesByAJavaNumber() {
    check(
        noClasses()
            .that()
            .haveNameMatching(".*\\.(LogLikelihood(\\$.*)?|AutogradObjective)")
            .should()
            .callMethod(NDArray.class, "mul", Number.class)
            .orShould()
            .callMethod(NDArray.class, "div", Number.class)
            .orShould()
            .callMethod(NDArray.class, "pow", Number.class)
            .orShould()
            .callMethod(NDArray.class, "add", Number.class)
            .orShould()
            .callMethod(NDArray.class, "sub", Number.class));
  }

  @Test
  void onlyTheCommandLinePrintsOrExits() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.logistic.cli")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(PrintStream.class));
  }

  /** Other classes use its traits. One class constructs its update rule. */
  @Test
  void noClassAsksWhichSolverItIs() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.logistic.config")
            .and()
            .haveNameNotMatching(".*\\.UpdateRules(\\$.*)?")
            .should()
            .accessFieldWhere(target(owner(assignableTo(Solver.class)))));
  }

  /** Such a stream instantiates any class that its bytes name. */
  @Test
  void nothingReadsJavaObjectsFromBytes() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInput.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(XMLDecoder.class));
  }

  @Test
  void onlyOneClassSeedsTheGenerator() {
    check(
        noClasses()
            .that()
            .doNotBelongToAnyOf(RandomDraws.class)
            .should()
            .callMethod(ai.djl.pytorch.jni.JniUtils.class, "setSeed", long.class));
  }

  @Test
  void classesAreFinalUnlessAnEnumOrInterfaceNeedsOtherwise() {
    check(
        classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .and()
            .doNotHaveSimpleName("package-info")
            .and()
            .areNotAssignableTo(Enum.class)
            .should()
            .haveModifier(JavaModifier.FINAL));
  }
}
