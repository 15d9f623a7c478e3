package dev.logistic.export;

import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Missing;
import dev.logistic.config.MissingValues;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Models with formulas and random weights, and rows for them. */
final class FormulaSamples {

  static final List<String> FORMULAS =
      List.of(
          "x * city + log(z) + sqrt(z):city + abs(x):z",
          "I(x^2 / (1 + z)) + I(x * z - 3) + exp(-x) + log1p(z) + I((1 + z)^-1.5)",
          "I(z^x) + I(x^3):plan + I(log1p(z) / z) + x:z",
          "ns(x, df = 4) + ns(z, df = 3):city + city:plan",
          "bs(x, df = 5) + bs(z, degree = 1, df = 3):x",
          "bin(z, 4):x + bin(x, breaks = c(-1, 0, 0.5)) + scale(z)",
          "poly(x, 3) + poly(z, 2, raw = TRUE):factor(code)",
          "ns(x, df = 3):poly(z, 2):city + plan + factor(code)",
          "poly(x, 5) + ns(sqrt(z), df = 3) + city:x");

  private FormulaSamples() {}

  /** A model of a formula of the columns x, z, code, city, plan and day. */
  static LogisticModel model(Path directory, String formula, int classes, DataType type)
      throws Exception {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("x,z,code,city,plan,day,y"));
    for (int row = 0; row < 200; row++) {
      lines.add(
          "%s,%s,%d,%s,%s,2024-0%d-11,%d"
              .formatted(
                  row % 17 == 3 ? "" : Math.round(random.nextGaussian() * 64) / 64.0,
                  -Math.log(random.nextDouble()),
                  random.nextInt(3),
                  List.of("Basel", "it's", "Genève").get(random.nextInt(3)),
                  row % 23 == 5 ? "" : List.of("A", "B").get(random.nextInt(2)),
                  1 + random.nextInt(9),
                  random.nextInt(2)));
    }
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, Files.write(directory.resolve("rows.csv"), lines).toString())
            .with(Settings.LABEL, "y")
            .with(Settings.PRECISION, Precision.FLOAT64)
            .with(Settings.TERMS, formula)
            .with(
                Settings.MISSING,
                new MissingValues(
                    Missing.MEAN,
                    formula.contains("plan") ? Map.of("plan", Missing.INDICATOR) : Map.of()));
    try (TrainingTable table = Tables.read(settings)) {
      return SampleModels.of(table.schema(), classes, type);
    }
  }

  /** The knots and the limits of bins. */
  static List<Double> breaks(FeatureSchema schema) {
    List<Double> breaks = new ArrayList<>();
    for (Term term : schema.terms()) {
      if (term instanceof ProductTerm product) {
        for (List<ProductTerm.Factor> factors : product.products()) {
          for (ProductTerm.Factor factor : factors) {
            PiecewisePolynomial pieces = factor.pieces();
            if (pieces != null) {
              breaks.addAll(pieces.breaks());
            }
          }
        }
      }
    }
    return breaks;
  }

  /**
   * Rows with values at knots and next to them, and others where functions are not defined.
   *
   * @param notANumber or what stands for it
   */
  static List<Map<String, @Nullable Object>> rows(FeatureSchema schema, double notANumber) {
    List<@Nullable Double> hostile =
        new ArrayList<>(
            Arrays.asList(
                null,
                0.0,
                -0.0,
                -1.0,
                -0.75,
                -3.5,
                7.0,
                40.0,
                -800.0,
                1e-9,
                1e-17,
                1e-200,
                1e-310,
                4.9e-324,
                -1e-200,
                1e10,
                -1e12,
                1e60,
                -1e110,
                1e155,
                1e300,
                1e301,
                -1.7e308,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                notANumber));
    for (double each : breaks(schema)) {
      hostile.addAll(List.of(each, Math.nextUp(each), Math.nextDown(each)));
    }
    List<@Nullable Integer> codes = Arrays.asList(0, 1, 2, 7, null);
    List<@Nullable String> cities = Arrays.asList("Basel", "it's", "Genève", "unseen", null);
    List<@Nullable String> plans = Arrays.asList("A", "B", null, "C");
    Random random = new Random(7);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < 4 * hostile.size(); row++) {
      Double value = hostile.get(row % hostile.size());
      boolean both = row >= 3 * hostile.size();
      Map<String, @Nullable Object> cells = new HashMap<>();
      cells.put("x", both || row % 2 == 0 ? value : Double.valueOf(random.nextGaussian()));
      cells.put(
          "z",
          both
              ? hostile.get(random.nextInt(hostile.size()))
              : row % 2 == 1 ? value : Double.valueOf(random.nextDouble() * 3));
      cells.put("code", codes.get(random.nextInt(codes.size())));
      cells.put("city", cities.get(random.nextInt(cities.size())));
      cells.put("plan", plans.get(random.nextInt(plans.size())));
      rows.add(cells);
    }
    return rows;
  }
}
