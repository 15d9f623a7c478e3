package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command writes over a file that it reads. */
class OutputFilesTest {

  private static final String TABLE = "age,label\n20,no\n31,yes\n45,yes\n52,no\n";

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @BeforeEach
  void trained() throws IOException {
    Files.writeString(directory.resolve("t.csv"), TABLE);
    Files.writeString(directory.resolve("v.csv"), TABLE);
    Files.writeString(directory.resolve("c.properties"), "data.label=label\n");
    Run.ofFaultless(
        "train", "--data", path("t.csv"), "--label", "label", "--model", path("m"), "--quiet");
  }

  private void assertRefused(String file, String reason, String option, String... command)
      throws IOException {
    byte[] before = Files.readAllBytes(Path.of(file));

    assertThat(Run.of(command))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: %s: %s, and would be replaced: choose another %s\n"
                    .formatted(file, reason, option)));
    assertThat(Path.of(file)).hasBinaryContent(before);
  }

  @Test
  void trainingReplacesNeitherItsTablesNorItsSettingsNorModels() throws IOException {
    String[] base = {"train", "--data", path("t.csv"), "--config", path("c.properties")};
    assertRefused(path("t.csv"), "is the file of --data", "--json", with(base, "--json", "t.csv"));
    assertRefused(
        path("c.properties"),
        "is the file of --config",
        "--json",
        with(base, "--json", "c.properties"));
    assertRefused(
        path("v.csv"),
        "is the file of --validation-data",
        "--json",
        with(with(base, "--validation-data", "v.csv"), "--json", "v.csv"));
    assertRefused(
        path("m/model.json"),
        "is a file of the model in " + path("m"),
        "--json",
        with(with(base, "--init-from", "m"), "--json", "m/model.json"));
  }

  private String[] with(String[] command, String option, String file) {
    String[] all = Arrays.copyOf(command, command.length + 2);
    all[command.length] = option;
    all[command.length + 1] = path(file);
    return all;
  }

  @Test
  void neitherEvaluationsNorPredictionsReplaceTheirRowsOrTheirModel() throws IOException {
    String[] evaluate = {"evaluate", "--data", path("t.csv"), "--model", path("m")};
    String[] predict = {"predict", "--data", path("*.csv"), "--model", path("m")};
    String ofModel = "is a file of the model in " + path("m");

    assertRefused(
        path("t.csv"), "is the file of --data", "--json", with(evaluate, "--json", "t.csv"));
    assertRefused(
        path("m/model.json"), ofModel, "--json", with(evaluate, "--json", "m/model.json"));
    assertRefused(path("v.csv"), "is the file of --data", "--out", with(predict, "--out", "v.csv"));
    assertRefused(path("m/model.json"), ofModel, "--out", with(predict, "--out", "m/model.json"));
  }

  @Test
  void twoOutputsHaveTwoFiles() {
    Run run =
        Run.of(
            "evaluate",
            "--data",
            path("t.csv"),
            "--model",
            path("m"),
            "--report",
            path("r.html"),
            "--json",
            path("r.html"));

    assertThat(run.err())
        .isEqualTo(
            "error: %s: is the file of --report, and would be replaced: choose another --json\n"
                .formatted(path("r.html")));
    assertThat(directory.resolve("r.html")).doesNotExist();
  }

  @Test
  void aReportIsAPage() {
    Run run =
        Run.of("evaluate", "--data", path("t.csv"), "--model", path("m"), "--report", "x.pdf");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: --report writes a page of HTML and must end in .html, was \"x.pdf\"\n");
    assertThat(Path.of("x.pdf")).doesNotExist();
  }

  @Test
  void aColumnThatIsMisspelledIsSuggested() {
    assertThat(Run.of("train", "--data", path("t.csv"), "--label", "lable").err())
        .isEqualTo(
            "error: %s has no column \"lable\"; did you mean \"label\"? it has age, label\n"
                .formatted(path("t.csv")));
  }
}
