package dev.logistic.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statistics of a coefficient, and how they are stored with a model. */
class StatisticsTest {

  @TempDir Path parent;

  private static final Statistics KNOWN =
      Statistics.of(
          new FitStatistics(
              List.of(
                  new CoefficientStatistic("(bias)", 1.0 / 3, 0.1),
                  new CoefficientStatistic("age", -2e-7, 1e-9)),
              -12.5,
              -20.25,
              31));

  /** With three degrees of freedom, the tail has a separate formula; with two, it is exp(-x/2). */
  @Test
  void theLikelihoodRatioIsTestedByChiSquared() {
    CoefficientStatistic any = new CoefficientStatistic("x", 1, 1);
    double x = 15.5;

    assertThat(PValues.of(new FitStatistics(List.of(any, any, any), -12.5, -20.25, 31)))
        .isCloseTo(Math.exp(-x / 2), within(1e-15));
    FitStatistics three = new FitStatistics(List.of(any, any, any, any), -12.5, -20.25, 31);
    assertThat(three.likelihoodRatio()).isEqualTo(x);
    assertThat(three.likelihoodRatioDf()).isEqualTo(3);
    assertThat(three.residualDf()).isEqualTo(27);
    assertThat(three.nullDf()).isEqualTo(30);
    double ofOne = Erfc.value(Math.sqrt(x / 2));
    assertThat(PValues.of(three))
        .isCloseTo(ofOne + Math.sqrt(2 * x / Math.PI) * Math.exp(-x / 2), within(1e-14));
  }

  @Test
  void featuresThatTellNothingAreAsLikelyByChance() {
    CoefficientStatistic any = new CoefficientStatistic("x", 1, 1);

    assertThat(PValues.of(new FitStatistics(List.of(any, any), -12.5, -12.5, 31))).isEqualTo(1);
    assertThat(PValues.of(new FitStatistics(List.of(any), -12.5, -12.5, 31))).isEqualTo(1);
  }

  private static ModelCard card(Statistics statistics) {
    return new ModelCard(
        FeatureSchema.ofNumbers(List.of("age")),
        List.of("no", "yes"),
        Map.of(),
        7,
        "0.35.1",
        "2.7.1",
        new ModelCard.TrainingData(31, "abc"),
        Map.of(),
        statistics);
  }

  private void save(Statistics statistics) throws IOException {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.zeros(manager, 1, 1, DataType.FLOAT64);
        LogisticModel model = new LogisticModel(parameters, card(statistics))) {
      ModelDirectory.save(model, parent.resolve("m"));
    }
  }

  private Statistics load() throws IOException, MalformedModelException {
    try (LogisticModel model = ModelDirectory.load(parent.resolve("m"))) {
      return model.card().statistics();
    }
  }

  @Test
  void theTailIsRightDownToTheSmallestProbabilities() throws IOException {
    String json = Files.readString(Path.of("src/test/resources/train/statistics.json"), UTF_8);
    JsonObject figures =
        JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("two_sided_p");
    JsonArray z = figures.getAsJsonArray("z");
    for (int i = 0; i < z.size(); i++) {
      double expected = figures.getAsJsonArray("p").get(i).getAsDouble();

      double p = PValues.of(new CoefficientStatistic("x", z.get(i).getAsDouble(), 1));

      assertThat(p).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void figuresFollowFromTheLikelihood() {
    FitStatistics known = KNOWN.known().orElseThrow();

    assertThat(known.deviance()).isEqualTo(25);
    assertThat(known.nullDeviance()).isEqualTo(40.5);
    assertThat(known.mcFaddenR2()).isEqualTo(1 - 12.5 / 20.25);
    assertThat(known.aic()).isEqualTo(29);
    assertThat(known.bic()).isEqualTo(2 * Math.log(31) + 25);
  }

  @Test
  void theyAreKeptWithTheModelToTheBit() throws Exception {
    save(KNOWN);

    assertThat(load()).isEqualTo(KNOWN);
  }

  @Test
  void soIsTheReasonWhyThereAreNone() throws Exception {
    save(Statistics.refused("a \"reason\""));

    assertThat(load().known()).isEmpty();
    assertThat(load().refused()).contains("a \"reason\"");
  }

  @Test
  void aModelOfAnEarlierVersionHasNone() throws Exception {
    save(Statistics.NOT_KEPT);

    assertThat(Files.readString(parent.resolve("m/model.json"))).doesNotContain("statistics");
    assertThat(load().refused())
        .contains(
            "the model was saved without statistics, as by earlier versions: train it again to get them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"estimate\": -2.0E-7, | '' | the field estimate of statistics is missing or null",
        "\"log_likelihood\": -12.5, | '' | the field log_likelihood of statistics is missing or null",
        "1.0E-9 | -1 | the estimate of \"age\" must be finite and its standard error above 0, were -2.0E-7 and -1.0",
        "\"(bias)\" | \"bias\" | expected statistics of [(bias), age], found those of [bias, age]",
      })
  void damagedOnesAreAnError(String text, String replacement, String message) throws Exception {
    save(KNOWN);
    Path file = parent.resolve("m/model.json");
    String json = SampleModels.inVersion1(Files.readString(file));
    assertThat(json).contains(text);
    Files.writeString(file, json.replace(text, replacement));

    assertThatThrownBy(this::load)
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(file + " is damaged: " + message);
  }

  @Test
  void eitherStatisticsOrAReasonIsRequired() {
    assertThatThrownBy(() -> new Statistics(Optional.empty(), Optional.empty()))
        .hasMessage(
            "expected either statistics or the reason why there are none, found Optional.empty and"
                + " Optional.empty");
    assertThatThrownBy(() -> new FitStatistics(List.of(), Double.NaN, -1, 0))
        .hasMessage("log-likelihoods must be finite and rows at least 1, were NaN, -1.0 and 0");
  }
}
