package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code compare}, against R's {@code anova} of two fits, whose figures {@code
 * bench/inference_tests_figures.R} wrote.
 */
class CompareCommandTest {

  private static final Path BIRTHS = Path.of("src/test/resources/train/births.csv");

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String train(String name, Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--data", data.toString(), "--label", "low", "--quiet"));
    arguments.addAll(List.of("--set", "engine.precision=float64", "--model", path(name)));
    arguments.addAll(List.of("--set", "train.l2=0"));
    arguments.addAll(List.of(more));
    Run.ofFaultless(arguments.toArray(String[]::new));
    return path(name);
  }

  private JsonObject compared(String first, String second) {
    return Run.ofFaultless("compare", first, second, "--json").json();
  }

  private static String refusal(JsonObject comparison) {
    assertThat(comparison.get("nested").getAsBoolean()).isFalse();
    assertThat(comparison.keySet()).doesNotContain("chi2", "df", "p");
    return comparison.get("refused").getAsString();
  }

  @Test
  void theTestOfNestedModelsIsRsInAnyOrder() throws IOException {
    String small = train("small", BIRTHS, "--features", "age,weight,smoker");
    String large = train("large", BIRTHS);
    JsonObject expected =
        JsonParser.parseString(
                Files.readString(Path.of("src/test/resources/train/births.json"), UTF_8))
            .getAsJsonObject()
            .getAsJsonObject("nested");

    JsonObject found = compared(small, large);

    assertThat(found.get("nested").getAsBoolean()).isTrue();
    assertThat(found.get("df").getAsInt()).isEqualTo(expected.get("df").getAsInt());
    for (String field : List.of("chi2", "p")) {
      double figure = expected.get(field).getAsDouble();
      assertThat(found.get(field).getAsDouble()).isCloseTo(figure, within(1e-9 * figure));
    }
    JsonArray models = found.getAsJsonArray("models");
    for (int i = 0; i < 2; i++) {
      JsonObject model = models.get(i).getAsJsonObject();
      assertThat(model.keySet()).containsExactly("log_likelihood", "parameters", "aic", "bic");
      assertThat(model.get("parameters").getAsInt()).isEqualTo(i == 0 ? 4 : 8);
      assertThat(model.get("log_likelihood").getAsDouble())
          .isCloseTo(expected.getAsJsonArray("log_likelihoods").get(i).getAsDouble(), within(1e-9));
      assertThat(model.get("aic").getAsDouble())
          .isCloseTo(expected.getAsJsonArray("aics").get(i).getAsDouble(), within(1e-9));
      assertThat(model.get("bic").getAsDouble())
          .isCloseTo(expected.getAsJsonArray("bics").get(i).getAsDouble(), within(1e-9));
    }
    assertThat(compared(large, small).get("chi2")).isEqualTo(found.get("chi2"));
    assertThat(Run.ofFaultless("compare", small, large).out())
        .contains("Likelihood ratio  chi2 3.4141344 on 4 degrees of freedom, p = 0.491")
        .contains("large           8      -115.91987      247.83973      273.77371");
  }

  @Test
  void modelsOfWhichNeitherHasTheOthersFeaturesAreNotNested() {
    String one = train("one", BIRTHS, "--features", "age,weight");
    String other = train("other", BIRTHS, "--features", "age,smoker,visits");

    assertThat(refusal(compared(one, other)))
        .contains("the models are not nested: the feature \"weight\" of the smaller one");
    assertThat(Run.ofFaultless("compare", one, other).out()).contains("No test: the models are");
  }

  /** Their indicators differ, although the columns are the same. */
  @Test
  void levelsNeedTheSameReference() {
    String one =
        train("one", BIRTHS, "--features", "origin", "--set", "data.reference=origin:west");
    String other = train("other", BIRTHS, "--features", "origin,age");

    assertThat(refusal(compared(one, other)))
        .contains("\"origin=east\"")
        .contains("levels need the same data.reference in both");
  }

  @Test
  void equalModelsHaveNothingToTest() {
    String one = train("one", BIRTHS, "--features", "age");
    JsonObject comparison = compared(one, one);

    assertThat(comparison.get("refused").getAsString())
        .isEqualTo("the models have the same features, so that there is nothing to test");
    assertThat(comparison.get("nested").getAsBoolean()).isTrue();
  }

  @Test
  void rowsMustBeTheSame() throws IOException {
    List<String> lines = Files.readAllLines(BIRTHS);
    Path fewer = Files.write(directory.resolve("fewer.csv"), lines.subList(0, 180));
    List<String> reversed = new ArrayList<>(lines.subList(1, lines.size()));
    Collections.reverse(reversed);
    reversed.add(0, lines.get(0));
    Path other = Files.write(directory.resolve("other.csv"), reversed);
    String large = train("large", BIRTHS);

    assertThat(refusal(compared(large, train("fewer", fewer, "--features", "age"))))
        .startsWith("the models must be of the same rows, were of 189 and 179");
    assertThat(refusal(compared(large, train("other", other, "--features", "age"))))
        .isEqualTo(
            "the models must be of the same rows in the same order, but the classes or weights of"
                + " their 189 rows differ");
  }

  /** The labels are the same, row by row. */
  @Test
  void theirColumnsMustHaveTheSameValues() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(BIRTHS));
    lines.set(1, "42" + lines.get(1).substring(2));
    Path other = Files.write(directory.resolve("other.csv"), lines);

    assertThat(
            refusal(compared(train("large", BIRTHS), train("other", other, "--features", "age"))))
        .isEqualTo(
            "the models must be of the same rows, but \"age\" has different means or standard"
                + " deviations in them");
  }

  @Test
  void penalisedFitsHaveNoLikelihoodToCompare() {
    String large = train("large", BIRTHS);
    String penalised = train("penalised", BIRTHS, "--features", "age", "--set", "train.l2=0.1");
    JsonObject comparison = compared(large, penalised);

    assertThat(refusal(comparison))
        .startsWith("the second model has no statistics: the fit is penalised (train.l2=0.1)")
        .endsWith("train with train.l2=0");
    assertThat(comparison.getAsJsonArray("models").get(1).getAsJsonObject().keySet())
        .containsExactly("refused");
  }

  @Test
  void likelihoodRatiosAreNotRobust() {
    String large = train("large", BIRTHS, "--set", "train.covariance=hc3");
    JsonObject comparison = compared(large, train("small", BIRTHS, "--features", "age"));

    assertThat(comparison.get("refused").getAsString())
        .endsWith("train both with train.covariance=model");
  }

  @Test
  void thereAreTwoModels() {
    assertThat(Run.of("compare", path("one")).status()).isEqualTo(2);
    assertThat(Run.of("compare", path("one"), path("two")).status()).isEqualTo(1);
    assertThat(Run.of("compare", path("one"), path("two"), path("three")).status()).isEqualTo(2);
  }
}
