package dev.logistic.effects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.Expression;
import dev.logistic.table.TableSource;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Marginal effects of formulas, against R's figures, which {@code bench/effects_formula_figures.R}
 * has computed by numerical differentiation, and against differences of the model's own.
 */
class FormulaEffectsTest {

  private static final List<String> NAMES =
      List.of("age", "year", "smoker", "city=Bern", "city=Chur", "(prediction)");

  @TempDir Path directory;

  private static TrainingResult train(String formula) throws IOException {
    return MixedTable.train(MixedTable.SETTINGS.with(Settings.TERMS, formula));
  }

  private static CoefficientStatistic named(
      Map<String, CoefficientStatistic> figures, String name) {
    return Objects.requireNonNull(figures.get(name));
  }

  private static Map<String, CoefficientStatistic> byName(MarginalEffects effects) {
    Map<String, CoefficientStatistic> byName = new LinkedHashMap<>();
    effects.effects().forEach(each -> byName.put(each.figures().name(), each.figures()));
    byName.put("(prediction)", effects.predictions().get(0).figures());
    return byName;
  }

  @ParameterizedTest
  @ValueSource(strings = {"splines", "splines_at", "polynomials", "bsplines"})
  void theyAreThoseOfR(String name) throws IOException {
    JsonObject figures =
        JsonParser.parseString(
                Files.readString(Path.of("src/test/resources/effects/formulas.json"), UTF_8))
            .getAsJsonObject()
            .getAsJsonObject(name);
    Map<String, List<?>> at =
        name.endsWith("_at") ? Map.of("age", List.of("45"), "city", List.of("Chur")) : Map.of();
    try (TrainingResult result = train(figures.get("formula").getAsString())) {
      MarginalEffects effects =
          MarginalEffects.of(
              PredictionErrors.of(result.model()), TableSource.of(MixedTable.rows()), at);

      Map<String, CoefficientStatistic> own = byName(effects);
      assertThat(own.keySet()).containsExactlyInAnyOrderElementsOf(NAMES);
      for (int i = 0; i < NAMES.size(); i++) {
        CoefficientStatistic each = named(own, NAMES.get(i));
        double estimate = MixedTable.numbers(figures, "estimate")[i];
        double error = MixedTable.numbers(figures, "standard_error")[i];
        assertThat(each.estimate())
            .as(each.name())
            .isCloseTo(estimate, within(1e-6 * Math.abs(estimate)));
        assertThat(each.standardError())
            .as("error of " + each.name())
            .isCloseTo(error, within(1e-6 * error));
      }
    }
  }

  /** Without functions, a formula is the same model. */
  @Test
  void ofALinearFormulaTheyAreThoseOfItsColumns() throws IOException {
    try (TrainingResult plain = MixedTable.train(MixedTable.SETTINGS);
        TrainingResult formula = train("age + I(1 * year) + smoker + city")) {
      TableSource rows = TableSource.of(MixedTable.rows());
      Map<String, CoefficientStatistic> expected =
          byName(MarginalEffects.of(PredictionErrors.of(plain.model()), rows, Map.of()));
      Map<String, CoefficientStatistic> own =
          byName(MarginalEffects.of(PredictionErrors.of(formula.model()), rows, Map.of()));

      assertThat(own.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, figures) -> {
            double estimate = figures.estimate();
            assertThat(named(own, name).estimate())
                .isCloseTo(estimate, within(1e-9 * Math.abs(estimate)));
            assertThat(named(own, name).standardError())
                .isCloseTo(figures.standardError(), within(1e-9 * figures.standardError()));
          });
    }
  }

  /** Booleans and parts of dates change by all their terms; the model's probabilities are exact. */
  @Test
  void booleansAndPartsOfDatesChangeAllTheirTerms() throws IOException {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("member,day,x,y"));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("member", i % 2 == 0);
      row.put("day", "2024-0%d-15".formatted(1 + random.nextInt(3)));
      row.put("x", random.nextGaussian());
      rows.add(row);
      lines.add(
          "%s,%s,%s,%d"
              .formatted(row.get("member"), row.get("day"), row.get("x"), random.nextInt(2)));
    }
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, Files.write(directory.resolve("t.csv"), lines).toString())
            .with(Settings.LABEL, "y")
            .with(Settings.PRECISION, Precision.FLOAT64)
            .with(Settings.L2, 0)
            .with(Settings.TERMS, "member * x + month(day) + I(x^2):month(day)");
    try (TrainingResult result = MixedTable.train(settings)) {
      LogisticModel model = result.model();
      MarginalEffects effects =
          MarginalEffects.of(
              PredictionErrors.of(model), TableSource.of(rows), Map.of("month(day)", List.of("2")));

      Map<String, CoefficientStatistic> own = byName(effects);
      assertThat(own.keySet())
          .containsExactlyInAnyOrder("member", "x", "month(day)=2", "month(day)=3", "(prediction)");
      double member = 0;
      double march = 0;
      for (Map<String, Object> row : rows) {
        member +=
            model.probability(with(row, "2024-02-01", true))
                - model.probability(with(row, "2024-02-01", false));
        boolean observed = Boolean.TRUE.equals(row.get("member"));
        march +=
            model.probability(with(row, "2024-03-01", observed))
                - model.probability(with(row, "2024-01-01", observed));
      }
      assertThat(named(own, "member").estimate()).isCloseTo(member / 120, within(1e-12));
      assertThat(named(own, "month(day)=3").estimate()).isCloseTo(march / 120, within(1e-12));
      assertThat(effects.effects())
          .extracting(MarginalEffects.Effect::change)
          .contains("false to true", "derivative", "1 to 2", "1 to 3");
    }
  }

  private static Map<String, Object> with(Map<String, Object> row, String day, boolean member) {
    Map<String, Object> changed = new LinkedHashMap<>(row);
    changed.put("day", day);
    changed.put("member", member);
    return changed;
  }

  private static Expression of(String operation, Expression... arguments) {
    return Expression.of(operation, arguments);
  }

  /** Of each operation, by both arguments. */
  @ParameterizedTest
  @ValueSource(strings = {"+", "-", "*", "/", "^", "negate", "log", "log1p", "sqrt", "exp", "abs"})
  void slopesAreThoseOfDifferences(String operation) {
    Expression x = Expression.cell(0);
    Expression a = of("+", of("*", x, x), Expression.number(0.5));
    Expression b = of("exp", of("-", Expression.number(1), x));
    boolean ofOne = operation.length() > 1;
    Expression whole = ofOne ? of(operation, a) : of(operation, a, b);
    for (double at : new double[] {-1.3, 0.2, 2.5}) {
      DoubleUnaryOperator value = each -> whole.evaluate(new double[] {each});
      double h = 1e-3;
      double expected =
          (value.applyAsDouble(at - 2 * h)
                  - 8 * value.applyAsDouble(at - h)
                  + 8 * value.applyAsDouble(at + h)
                  - value.applyAsDouble(at + 2 * h))
              / (12 * h);
      ExpressionSlope slope = ExpressionSlope.of(whole, new double[] {at}, 0);
      assertThat(slope.value()).isEqualTo(value.applyAsDouble(at));
      assertThat(slope.slope()).isCloseTo(expected, within(1e-8 * (1 + Math.abs(expected))));
      assertThat(ExpressionSlope.of(whole, new double[] {at, 1}, 1).slope()).isZero();
    }
  }

  private static void assertRefused(String formula, String... parts) throws IOException {
    try (TrainingResult result = train(formula)) {
      PredictionErrors errors = PredictionErrors.of(result.model());
      TableSource rows = TableSource.of(MixedTable.rows());

      assertThatThrownBy(() -> MarginalEffects.of(errors, rows, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(parts);
    }
  }

  @Test
  void whereThereIsNoDerivativeItIsRefused() throws IOException {
    assertRefused("bin(age, 4) + year", "bin(age, 4)", "\"age\"", "jumps", "data.terms");
    assertRefused("sqrt(age - 21) + year", "\"age\"", "no finite derivative", "it is 21.0");
  }

  @Test
  void otherRowsAreRefused() throws IOException {
    try (TrainingResult result = train("log(age) + year")) {
      PredictionErrors errors = PredictionErrors.of(result.model());

      assertThatThrownBy(() -> MarginalEffects.of(errors, new double[][] {{1, 2}}, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("data.terms", "rows of a table");
      TableSource rows = TableSource.of(MixedTable.rows());
      assertThatThrownBy(() -> MarginalEffects.of(errors, rows, Map.of("age", List.of(-1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("row 1", "log(age)", "\"age\" is -1.0");
      assertThatThrownBy(() -> MarginalEffects.of(errors, rows, Map.of("Age", List.of(1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("no column \"Age\"", "did you mean \"age\"");
    }
  }
}
