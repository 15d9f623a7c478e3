package dev.logistic.effects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Covariance;
import dev.logistic.config.Settings;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.PValues;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Average marginal effects, against R's figures ({@code bench/effects_figures.R}), those of
 * statsmodels ({@code bench/effects_figures.py}) and closed forms.
 */
class MarginalEffectsTest {

  private static final Settings UNPENALISED = Settings.defaults().with(Settings.L2, 0);

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-8 * Math.abs(expected)));
  }

  private static void assertAreThoseOf(
      JsonObject figures, List<CoefficientStatistic> actual, String... names) {
    assertThat(actual).extracting(CoefficientStatistic::name).containsExactly(names);
    for (int i = 0; i < names.length; i++) {
      assertClose(actual.get(i).estimate(), MixedTable.numbers(figures, "estimate")[i]);
      assertClose(actual.get(i).standardError(), MixedTable.numbers(figures, "standard_error")[i]);
    }
  }

  /** The effects and then the prediction of a combination of values, from 0. */
  private static List<CoefficientStatistic> all(MarginalEffects effects, int combination) {
    int each = effects.effects().size() / effects.predictions().size();
    List<CoefficientStatistic> all = new ArrayList<>();
    effects.effects().subList(combination * each, (combination + 1) * each).stream()
        .map(MarginalEffects.Effect::figures)
        .forEach(all::add);
    all.add(effects.predictions().get(combination).figures());
    return all;
  }

  private static final String[] NAMES = {
    "age", "year", "smoker", "city=Bern", "city=Chur", "(prediction)"
  };

  /** Standardised columns, one far from 0, one of 0 and 1, and levels. */
  @ParameterizedTest
  @CsvSource({"MODEL, effects", "HC1, effects_hc1"})
  void ofATableTheyAreRs(Covariance covariance, String name) throws IOException {
    Settings settings = MixedTable.SETTINGS.with(Settings.COVARIANCE, covariance);
    try (TrainingResult result = MixedTable.train(settings)) {
      MarginalEffects effects =
          MarginalEffects.of(
              PredictionErrors.of(result.model()), TableSource.of(MixedTable.rows()), Map.of());

      assertThat(effects.rows()).isEqualTo(240);
      assertAreThoseOf(MixedTable.figures().getAsJsonObject(name), all(effects, 0), NAMES);
      assertThat(effects.effects())
          .extracting(MarginalEffects.Effect::change)
          .containsExactly("derivative", "derivative", "0 to 1", "Basel to Bern", "Basel to Chur");
      assertThat(effects.effects().get(4).column()).isEqualTo("city");
    }
  }

  @Test
  void columnsAreSetToValues() throws IOException {
    Map<String, List<?>> at = new LinkedHashMap<>();
    at.put("age", List.of(40, "50"));
    at.put("city", List.of("Bern"));
    try (TrainingResult result = MixedTable.train(MixedTable.SETTINGS)) {
      MarginalEffects effects =
          MarginalEffects.of(
              PredictionErrors.of(result.model()), TableSource.of(MixedTable.rows()), at);

      assertThat(effects.predictions())
          .extracting(prediction -> prediction.at().toString())
          .containsExactly("{age=40, city=Bern}", "{age=50.0, city=Bern}");
      JsonObject figures = MixedTable.figures();
      assertAreThoseOf(figures.getAsJsonObject("effects_at_40_bern"), all(effects, 0), NAMES);
      assertAreThoseOf(figures.getAsJsonObject("effects_at_50_bern"), all(effects, 1), NAMES);
    }
  }

  /** The rows are those of the training, so that the file has the weights, and the labels too. */
  @Test
  void weightsCount() throws IOException {
    Settings settings =
        MixedTable.SETTINGS
            .with(Settings.EXCLUDE, List.of())
            .with(Settings.WEIGHT, "w")
            .with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY);
    try (TrainingResult result = MixedTable.train(settings)) {
      MarginalEffects effects =
          MarginalEffects.of(
              PredictionErrors.of(result.model()), new TableSource(MixedTable.FILE, ""), Map.of());

      assertAreThoseOf(
          MixedTable.figures().getAsJsonObject("effects_weighted"), all(effects, 0), NAMES);
    }
  }

  @Test
  void theyAreThoseOfStatsmodels() throws IOException {
    JsonObject figures =
        JsonParser.parseString(
                Files.readString(Path.of("src/test/resources/effects/margeff.json"), UTF_8))
            .getAsJsonObject();
    Settings settings = MixedTable.SETTINGS.with(Settings.EXCLUDE, List.of("w", "city"));
    try (TrainingResult result = MixedTable.train(settings)) {
      MarginalEffects effects =
          MarginalEffects.of(
              PredictionErrors.of(result.model()), new TableSource(MixedTable.FILE, ""), Map.of());

      List<CoefficientStatistic> actual = all(effects, 0).subList(0, 3);
      assertAreThoseOf(figures, actual, "age", "year", "smoker");
      for (int i = 0; i < 3; i++) {
        assertClose(actual.get(i).z(), MixedTable.numbers(figures, "z")[i]);
        assertThat(PValues.of(actual.get(i)))
            .isCloseTo(MixedTable.numbers(figures, "p")[i], within(1e-8));
      }
    }
  }

  /** p1 - p0, with the variance p1 (1 - p1) / n1 + p0 (1 - p0) / n0. */
  @Test
  void ofTheOnlyColumnOfZeroAndOneItIsTheDifferenceOfTheShares() {
    double[][] x = new double[45][1];
    int[] y = new int[45];
    for (int i = 0; i < 45; i++) {
      x[i][0] = i < 17 ? 1 : 0;
      y[i] = i < 12 || (i >= 17 && i < 24) ? 1 : 0;
    }
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      MarginalEffects effects =
          MarginalEffects.of(PredictionErrors.of(result.model()), x, Map.of());

      double p1 = 12 / 17.0;
      double p0 = 7 / 28.0;
      CoefficientStatistic effect = effects.effects().get(0).figures();
      assertClose(effect.estimate(), p1 - p0);
      assertClose(effect.standardError(), Math.sqrt(p1 * (1 - p1) / 17 + p0 * (1 - p0) / 28));
      assertClose(effects.predictions().get(0).figures().estimate(), 19 / 45.0);
    }
  }

  /** A number that is 0 or 1 in some rows only is one: also where that shows late. */
  @Test
  void aColumnIsOfNumbersUnlessAllAreZeroOrOne() {
    Random random = new Random(8);
    double[][] x = new double[9_000][1];
    int[] y = new int[9_000];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = i < 8_999 ? random.nextInt(2) : 0.5;
      y[i] = random.nextInt(2);
    }
    List<Map<String, Object>> maps = new ArrayList<>();
    for (double[] row : x) {
      maps.add(Map.of("x0", row[0]));
    }
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      PredictionErrors errors = PredictionErrors.of(result.model());

      MarginalEffects effects = MarginalEffects.of(errors, TableSource.of(maps), Map.of());

      assertThat(effects.effects())
          .extracting(MarginalEffects.Effect::change)
          .containsExactly("derivative");
      MarginalEffects ofArrays = MarginalEffects.of(errors, x, Map.of());
      assertThat(effects.effects().get(0).figures().estimate())
          .isEqualTo(ofArrays.effects().get(0).figures().estimate());
      assertThat(effects.effects().get(0).figures().standardError())
          .isEqualTo(ofArrays.effects().get(0).figures().standardError());
    } catch (TableException e) {
      throw new AssertionError(e);
    }
  }

  private record Visit(boolean member, double spent, String y) {}

  /** A boolean alone: the difference of the shares, as of 0 and 1. */
  @Test
  void aBooleanChangesFromFalseToTrue() throws IOException {
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      visits.add(
          new Visit(
              i % 2 == 0, 5, i % 2 == 0 ? i % 8 < 6 ? "yes" : "no" : i % 10 == 1 ? "yes" : "no"));
    }
    Settings settings =
        UNPENALISED
            .with(Settings.LABEL, "y")
            .with(Settings.EXCLUDE, List.of("spent"))
            .with(Settings.PRECISION, dev.logistic.config.Precision.FLOAT64);
    try (TrainingTable table = Tables.ofRecords(visits, settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      List<Map<String, Object>> rows = new ArrayList<>();
      visits.forEach(visit -> rows.add(Map.of("member", visit.member())));

      MarginalEffects effects =
          MarginalEffects.of(
              PredictionErrors.of(result.model()),
              TableSource.of(rows),
              Map.of("member", List.of("true", false)));

      MarginalEffects.Effect effect = effects.effects().get(0);
      assertThat(effect.change()).isEqualTo("false to true");
      assertThat(effect.figures().name()).isEqualTo("member");
      assertClose(effect.figures().estimate(), 15 / 20.0 - 4 / 20.0);
      assertClose(effects.predictions().get(0).figures().estimate(), 15 / 20.0);
      assertClose(effects.predictions().get(1).figures().estimate(), 4 / 20.0);
      assertClose(
          effects.predictions().get(1).figures().standardError(), Math.sqrt(0.2 * 0.8 / 20));
    }
  }

  /** Averages of the model's own probabilities, whatever the differences are computed by. */
  @Test
  void tinyDifferencesKeepTheirDigits() {
    double[][] x = new double[200][2];
    int[] y = new int[200];
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      x[i][0] = random.nextGaussian();
      x[i][1] = random.nextInt(2);
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-x[i][0])) ? 1 : 0;
    }
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      LogisticModel model = result.model();
      double step = model.rawCoefficients().orElseThrow().weights().get(1);
      double slope = model.rawCoefficients().orElseThrow().weights().get(0);
      double bias = model.rawCoefficients().orElseThrow().bias();
      double far = 30;
      double[][] rows = {{far, 0}, {far, 1}};

      MarginalEffects effects = MarginalEffects.of(PredictionErrors.of(model), rows, Map.of());

      // at logits z far above 0, the probability of the other class is exp(-z)
      double z = bias + slope * far;
      assertThat(z).isGreaterThan(20);
      double expected = Math.exp(-z) * -Math.expm1(-step);
      assertThat(effects.effects().get(1).figures().estimate())
          .isCloseTo(expected, within(1e-7 * Math.abs(expected)));
    }
  }

  private static void assertRefused(Map<String, List<?>> at, String... parts) throws IOException {
    try (TrainingResult result = MixedTable.train(MixedTable.SETTINGS)) {
      PredictionErrors errors = PredictionErrors.of(result.model());
      TableSource rows = TableSource.of(MixedTable.rows());

      assertThatThrownBy(() -> MarginalEffects.of(errors, rows, at))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(parts);
    }
  }

  @Test
  void columnsAndValuesAreThoseOfTheModel() throws IOException {
    assertRefused(
        Map.of("City", List.of("Bern")),
        "the model has no column \"City\"",
        "did you mean \"city\"?",
        "its columns are age, year, smoker, city");
    assertRefused(
        Map.of("city", List.of("Bonn")),
        "column \"city\" must be one of Basel, Bern, Chur, was \"Bonn\"");
    assertRefused(
        Map.of("age", List.of("old")), "column \"age\" must be a finite number, was \"old\"");
    assertRefused(
        Map.of("age", List.of(Double.NaN)), "column \"age\" must be a finite number, was NaN");
    assertRefused(Map.of("age", List.of()), "expected a value of column \"age\", found none");
  }

  @Test
  void thereAreAtMostAThousandCombinations() throws IOException {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      values.add(i);
    }
    assertRefused(
        Map.of("age", values, "year", values),
        "expected at most 1000 combinations of values, found 1600");
  }

  @Test
  void certainProbabilitiesHaveNoStandardError() throws IOException {
    assertRefused(
        Map.of("age", List.of(1e6)), "the probability of every row is 0 or 1 to all digits");
  }

  @Test
  void withoutRowsThereIsNoAverage() throws IOException {
    try (TrainingResult result = MixedTable.train(MixedTable.SETTINGS)) {
      PredictionErrors errors = PredictionErrors.of(result.model());

      assertThatThrownBy(() -> MarginalEffects.of(errors, new double[0][], Map.of()))
          .hasMessage("there are no rows");
      assertThatThrownBy(() -> MarginalEffects.of(errors, new double[][] {{1}}, Map.of()))
          .hasMessageContaining("expected 5 features in row 0, found 1");
    }
  }
}
