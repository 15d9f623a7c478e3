package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table that counts events among trials, as a user sees it, and the table of single trials. */
class GroupedTrainTest {

  @TempDir Path directory;

  @BeforeEach
  void writeTables() throws IOException {
    StringBuilder grouped = new StringBuilder("dose,sex,cured,treated\n");
    StringBuilder single = new StringBuilder("dose,sex,row,y\n");
    for (int row = 0; row < 30; row++) {
      int trials = row * 7 % 9;
      int events = trials == 0 ? 0 : (row * 5 + row / 3) % (trials + 1);
      String features = "%s,%s".formatted((row * 13 % 30 - 11) / 4.0, row % 2 == 0 ? "f" : "m");
      grouped.append("%s,%d,%d\n".formatted(features, events, trials));
      for (int trial = 0; trial < trials; trial++) {
        single.append("%s,r%d,%d\n".formatted(features, row, trial < events ? 1 : 0));
      }
    }
    Files.writeString(directory.resolve("grouped.csv"), grouped);
    Files.writeString(directory.resolve("single.csv"), single);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run train(String table, String model, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--data", path(table + ".csv"), "--overwrite"));
    arguments.addAll(List.of("--model", path(model), "--json", path(model + ".json")));
    arguments.addAll(List.of("--set", "engine.precision=float64"));
    arguments.addAll(
        table.equals("grouped")
            ? List.of("--label", "cured", "--set", "data.trials=treated")
            : List.of("--label", "y", "--exclude", "row"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private static void assertSame(JsonObject actual, JsonObject expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    for (Map.Entry<String, JsonElement> field : expected.entrySet()) {
      if (field.getValue().isJsonPrimitive() && field.getValue().getAsJsonPrimitive().isNumber()) {
        assertThat(actual.get(field.getKey()).getAsDouble())
            .as(field.getKey())
            .isCloseTo(field.getValue().getAsDouble(), within(1e-9));
      }
    }
  }

  @Test
  void trainingAndStatisticsAreThoseOfSingleTrials() {
    assertThat(train("grouped", "g", "--set", "train.l2=0").err()).isEmpty();
    assertThat(train("single", "s", "--set", "train.l2=0").err()).isEmpty();

    JsonObject grouped =
        Run.ofFaultless("inspect", "--model", path("g"), "--json", "--statistics").json();
    JsonObject single =
        Run.ofFaultless("inspect", "--model", path("s"), "--json", "--statistics").json();
    assertThat(grouped.get("classes")).hasToString("[\"0\",\"1\"]");
    for (String field :
        List.of(
            "rows", "log_likelihood", "null_log_likelihood", "deviance", "lr_p", "aic", "bic")) {
      assertThat(grouped.get(field).getAsDouble())
          .as(field)
          .isCloseTo(single.get(field).getAsDouble(), within(1e-9));
    }
    for (int i = 0; i < 3; i++) {
      assertSame(
          grouped.getAsJsonArray("statistics").get(i).getAsJsonObject(),
          single.getAsJsonArray("statistics").get(i).getAsJsonObject());
    }
  }

  @Test
  void figuresAreThoseOfSingleTrials() {
    train("grouped", "g");
    train("single", "s");

    Run onGrouped =
        Run.of("evaluate", "--model", path("g"), "--data", path("grouped.csv"), "--json", "-");
    assertThat(onGrouped.err()).contains("note: the model was trained on these rows");
    JsonObject single =
        Run.of("evaluate", "--model", path("s"), "--data", path("single.csv"), "--json", "-")
            .json();
    assertSame(onGrouped.json(), single);
    assertThat(onGrouped.json().get("confusion_matrix")).isEqualTo(single.get("confusion_matrix"));
    assertThat(Run.of("evaluate", "--model", path("g"), "--data", path("grouped.csv")).out())
        .startsWith("Rows               " + single.get("rows"));
  }

  @Test
  void reportsAndValidationCountTrials() throws IOException {
    Run run = train("grouped", "g", "--set", "data.validation=0.3", "--report", path("r.html"));

    assertThat(run.err()).isEmpty();
    JsonObject json =
        JsonParser.parseString(Files.readString(directory.resolve("g.json"))).getAsJsonObject();
    long heldOut = json.getAsJsonObject("validation").get("rows").getAsLong();
    long learned =
        Run.ofFaultless("inspect", "--model", path("g"), "--json").json().get("rows").getAsLong();
    long all = Files.readAllLines(directory.resolve("single.csv")).size() - 1L;
    assertThat(learned + heldOut).isEqualTo(all);
    JsonObject again =
        Run.of(
                "evaluate",
                "--model",
                path("g"),
                "--held-out",
                "--data",
                path("grouped.csv"),
                "--json",
                "-")
            .json();
    assertSame(again, json.getAsJsonObject("validation"));
    assertThat(Files.readString(directory.resolve("r.html"))).contains(learned + " rows");
  }

  @Test
  void aPredictionNeedsNoTrials() throws IOException {
    train("grouped", "g");
    Files.writeString(directory.resolve("new.csv"), "dose,sex\n0.5,m\n");

    assertThat(
            Run.ofFaultless(
                    "predict", "--model", path("g"), "--data", path("new.csv"), "--out", "-")
                .out())
        .startsWith("dose,sex,probability,prediction\n0.5,m,0.");
  }

  @Test
  void crossValidationKeepsTheTrialsOfARowTogether() {
    Run run = train("grouped", "g", "--cv", "5");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("l2");
  }

  @Test
  void aTrainingResumes() {
    train("grouped", "whole");
    String[] checkpoint = {"--set", "train.checkpoint=" + path("c")};
    train("grouped", "g", checkpoint);

    Run resumed = train("grouped", "g", "--resume", checkpoint[0], checkpoint[1]);

    assertThat(resumed.status()).isZero();
    assertThat(Run.ofFaultless("inspect", "--model", path("g"), "--json").json().get("weights"))
        .isEqualTo(
            Run.ofFaultless("inspect", "--model", path("whole"), "--json").json().get("weights"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|data.trials=cured|column \"cured\" cannot be both the label and the number of trials",
        "2|data.weight=dose|data.trials=treated needs rows that only their trials weigh",
        "1|data.trials=n|grouped.csv has no column \"n\"",
      })
  void mistakesAreExplained(int status, String setting, String message) {
    Run run = train("grouped", "g", "--set", setting);

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(message);
  }

  @Test
  void evaluatingNeedsTheColumnOfTrials() throws IOException {
    train("grouped", "g");
    Files.writeString(directory.resolve("bare.csv"), "dose,sex,cured\n0.5,m,1\n");
    Files.writeString(directory.resolve("wrong.csv"), "dose,sex,cured,treated\n0.5,m,3,2\n");

    assertThat(Run.of("evaluate", "--model", path("g"), "--data", path("bare.csv")).err())
        .contains("bare.csv has no column \"treated\"");
    assertThat(Run.of("evaluate", "--model", path("g"), "--data", path("wrong.csv")).err())
        .contains("row 1, column \"cured\": must be a number of events of at most the 2 trials");
  }
}
