package dev.logistic.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.logistic.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program on Spark prints, refuses and writes. */
class CliTest {

  private static final String BREAST_CANCER = "../examples/data/breast_cancer.csv";

  @TempDir private Path folder;

  private String table(String... lines) throws IOException {
    return Files.write(folder.resolve("t.csv"), java.util.List.of(lines)).toString();
  }

  @Test
  void aRunPrintsIterationsAndWhereTheModelIs() {
    Path model = folder.resolve("m");

    Run run =
        Run.onSpark("--data", BREAST_CANCER, "--label", "diagnosis", "--model", model.toString());

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).first().asString().matches("Iteration: 000, Loss: 0\\.\\d{3}");
    assertThat(run.out()).endsWith("Model:       " + model + System.lineSeparator());
    assertThat(model).isDirectoryContaining("glob:**/model.json");
  }

  @Test
  void jsonOnStdoutStandsAlone() {
    Run run = Run.onSpark("--data", BREAST_CANCER, "--label", "diagnosis", "--json", "-");

    JsonObject figures = new Gson().fromJson(run.out(), JsonObject.class);
    assertThat(figures.get("converged").getAsBoolean()).isTrue();
    assertThat(figures.get("optimality_gap").getAsDouble()).isBetween(0.0, 1e-6);
    assertThat(figures.get("rows").getAsInt()).isEqualTo(569);
    assertThat(figures.keySet())
        .contains(
            "stopped_because",
            "iterations",
            "loss",
            "objective",
            "gradient_norm",
            "optimality_gap",
            "training_seconds",
            "loading_seconds",
            "validation");
  }

  @Test
  void aFitThatDidNotConvergeIsDoneWithAWarning() {
    Run run =
        Run.onSpark("--data", BREAST_CANCER, "--label", "diagnosis", "--set", "train.epochs=2");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("warning: not converged after 2 iterations: ")
        .contains("optimality gap", "must be at most 1.0e-6 of the null loss");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train.l3=1                | unknown setting "train.l3" (--set); did you mean train.l1 or train.l2 or train.loss?
          train.solver=sgd          | train.solver on Spark must be lbfgs, was sgd
          train.batch-size=64       | train.batch-size=64 has no meaning on Spark, where L-BFGS uses all rows in each step on the CPUs of the executors; leave it out
          data.validation=0.2       | data.validation=0.2 has no meaning on Spark, where L-BFGS uses all rows in each step on the CPUs of the executors; leave it out
          engine.device=gpu         | engine.device=gpu has no meaning on Spark, where L-BFGS uses all rows in each step on the CPUs of the executors; leave it out
          data.missing=drop         | data.missing=drop is not possible on Spark: fill values in with data.missing=mean, or fill them in or leave rows out before, in SQL, by Imputer or na.drop()
          data.missing=a:median     | data.missing=a:median is not possible on Spark: fill values in with data.missing=mean, or fill them in or leave rows out before, in SQL, by Imputer or na.drop()
          data.categorical=zip      | data.categorical is not possible on Spark: make the values texts that are no numbers in SQL with --query, such as concat('n', zip), or train without Spark
          train.threshold=f1        | train.threshold=f1 needs rows held out, which is not possible on Spark: set a number, such as evaluate --threshold f1 prints, or train without Spark
          data.time=day             | data.time is not possible on Spark, where no rows are held out: train without Spark
          data.group=customer       | data.group is not possible on Spark, where no rows are held out: train without Spark
          train.l2=-1               | train.l2 must be empty or a finite number of at least 0, was "-1" (--set)
          data.source=jdbc:h2:mem:a | Spark reads files and tables of its catalog, and here no database: make a table of it in Spark, or train without Spark
          """)
  void settingsWithoutAMeaningAreRefusedBeforeAnythingIsRead(String setting, String message) {
    String[] jdbc = {"--label", "y", "--set", "data.query=SELECT 1", "--set", setting};
    String[] file = {"--data", "no-such.csv", "--label", "y", "--set", setting};

    Run run = Run.onSpark(setting.startsWith("data.source") ? jdbc : file);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().strip()).isEqualTo("error: " + message);
  }

  @Test
  void aTableAndItsLabelMustBeNamed() {
    assertThat(Run.onSpark().err().strip())
        .isEqualTo("error: Spark needs a table: --data PATH|TABLE");
    assertThat(Run.onSpark("--data", "t.csv").err().strip())
        .isEqualTo(
            "error: a table needs the name of the column to be predicted: --label COLUMN (data.label)");
  }

  @Test
  void missingFilesAreReported() {
    Run run = Run.onSpark("--data", "nowhere/x.csv", "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo("error: nowhere/x.csv: no such file, and no table of that name");
  }

  @Test
  void anUnknownEndingIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("t.xlsx"), "a,y\n1,0\n");

    Run run = Run.onSpark("--data", file.toString(), "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "error: "
                + file
                + ": the names of files must end in .csv, .tsv, .parquet, .json, .jsonl or .orc, all alike, optionally followed by .gz or the like; found t.xlsx");
  }

  @Test
  void aMissingCellIsShownWithItsRow() throws IOException {
    String table = table("a,b,y", "1,x,0", ",y,1", "3,x,1");

    Run run = Run.onSpark("--data", table, "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "error: "
                + table
                + ": column \"a\" has 1 missing value, one in the row {a=null, b=\"y\", y=1}; leave columns out with --exclude, or fill values in with data.missing=mean");
  }

  @Test
  void anInvalidNumberIsShownWithItsRow() throws IOException {
    String table = table("a,y", "1.5,0", "NaN,1", "3,1");

    Run run = Run.onSpark("--data", table, "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "error: "
                + table
                + ": column \"a\" must be a finite number, was NaN, in the row {a=NaN, y=1}");
  }

  @Test
  void aMissingLabelIsRefused() throws IOException {
    Run run = Run.onSpark("--data", table("a,y", "1,no", "2,", "3,yes"), "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "error: the label \"y\" is missing in 1 row, one of them {a=2, y=null}; leave such rows out in SQL with --query");
  }

  @Test
  void columnsThatCannotBeUsedAreNamed() throws IOException {
    String table = table("day,text,y", "2020-01-01,a,0", "2021-01-01,b,1", "2022-01-01,c,1");

    assertThat(Run.onSpark("--data", table, "--label", "z").err().strip())
        .isEqualTo("error: " + table + " has no column \"z\"; it has day, text, y");
    assertThat(Run.onSpark("--data", table, "--label", "y").err().strip())
        .isEqualTo(
            "error: "
                + table
                + ": column \"day\" is of type date; it cannot be a feature: leave it out with --exclude, or make it a number or a text in SQL with --query");
    assertThat(
            Run.onSpark(
                    "--data",
                    table,
                    "--label",
                    "y",
                    "--exclude",
                    "day",
                    "--set",
                    "data.max-levels=2")
                .err()
                .strip())
        .isEqualTo(
            "error: "
                + table
                + ": column \"text\" has more than 2 distinct texts (data.max-levels); leave it out with --exclude, group its values in SQL with --query, or allow more");
  }

  @Test
  void aTableWithoutRowsIsRefused() throws IOException {
    Run run =
        Run.onSpark(
            "--data",
            table("a,y", "1,0"),
            "--query",
            "SELECT * FROM data WHERE a > 1",
            "--label",
            "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip()).isEqualTo("error: the query has no rows");
  }

  @Test
  void aFaultInTheQueryIsSparksOwnMessage() throws IOException {
    Run run =
        Run.onSpark("--data", table("a,y", "1,0"), "--query", "SELECT b FROM data", "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: the query: [UNRESOLVED_COLUMN.WITH_SUGGESTION]");
  }

  @Test
  void aModelThatIsThereIsReplacedOnlyWhenAsked() {
    String model = folder.resolve("m").toString();
    String[] args = {"--data", BREAST_CANCER, "--label", "diagnosis", "--model", model, "--quiet"};
    assertThat(Run.onSpark(args)).isEqualTo(new Run(0, "", ""));

    Run again = Run.onSpark(args);

    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).startsWith("error: " + model);
    String[] overwrite = java.util.Arrays.copyOf(args, args.length + 1);
    overwrite[args.length] = "--overwrite";
    assertThat(Run.onSpark(overwrite).status()).isZero();
  }

  @Test
  void aFaultOnAnExecutorIsReportedInOneLine() throws IOException {
    Run run =
        Run.onSpark(
            "--data",
            table("a,y", "1,0", "0,1"),
            "--query",
            "SELECT 1 / a AS b, y FROM data",
            "--label",
            "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: Spark failed: [DIVIDE_BY_ZERO] Division by zero.");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void theMemoryOfFeaturesCanBeBounded() {
    SparkSession session = LocalSpark.session();
    session.conf().set("spark.djl-logistic.blockMemory", "1k");
    try {
      Run run = Run.onSpark("--data", BREAST_CANCER, "--label", "diagnosis");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).startsWith("error: too little memory for the features: ");
    } finally {
      session.conf().unset("spark.djl-logistic.blockMemory");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'y,x,y', 'two columns \"y\"'",
    "'x,X,y', '\"x\" and \"X\"'",
  })
  void aHeaderThatNamesAColumnTwiceIsRefused(String header, String named) throws IOException {
    Run run = Run.onSpark("--data", table(header, "1,2,0", "0,1,1", "1,3,0"), "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(named, "rename");
  }

  @Test
  void aFirstColumnWithoutANameIsNoFeatureUnasked() throws IOException {
    String table = table(",x,y", "1,5,0", "2,4,1", "3,5,1", "4,7,0");

    assertThat(Run.onSpark("--data", table, "--label", "y").err())
        .contains("first column has no name", "--exclude _c0");
    assertThat(Run.onSpark("--data", table, "--label", "y", "--exclude", "_c0").status()).isZero();
    assertThat(Run.onSpark("--data", table, "--label", "y", "--terms", ".").err())
        .contains("first column has no name", "--exclude _c0", "or give it a name in the file");
  }

  @ParameterizedTest
  @CsvSource({
    "NA, data.na=NA",
    "?, data.not-missing=?",
    "'\"1,234.50\"', must be a plain number",
  })
  void textsThatAreNoLevelsAreRefused(String cell, String said) throws IOException {
    String other = cell.contains("1") ? "\"2,345.50\"" : "b";
    String table = table("a,y", cell + ",0", other + ",1", other + ",0", other + ",1");

    Run run = Run.onSpark("--data", table, "--label", "y");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("\"a\"").containsIgnoringCase(said);
  }

  @Test
  void directoriesNamedLikeAColumnOfTheFilesAreRefused() throws IOException {
    Path part = Files.createDirectories(folder.resolve("parts/x=9"));
    Files.writeString(part.resolve("t.csv"), "x,z,y\n1,5,0\n2,4,1\n3,5,1\n4,7,0\n");

    Run all = Run.onSpark("--data", folder.resolve("parts").toString(), "--label", "y");
    Run one = Run.onSpark("--data", part.resolve("t.csv").toString(), "--label", "y");

    assertThat(all.status()).isEqualTo(1);
    assertThat(all.err()).contains("own column x", "x=...", "rename");
    assertThat(one.status()).as(one.err()).isZero();
  }
}
