package dev.logistic.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.inference.Separation.Existence;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Centering;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RowFacts;
import dev.logistic.solver.WholeData;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a finite optimum exists, decided and proven. */
class SeparationProgramTest {

  private final NDManager manager = PyTorch.engine().newBaseManager();
  private int looks;

  @AfterEach
  void close() {
    manager.close();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Table(double[][] features, int[] labels, double[] weights, int classes) {

    static Table of(double[][] features, int... labels) {
      double[] ones = new double[labels.length];
      Arrays.fill(ones, 1);
      return new Table(features, labels, ones, 1 + Arrays.stream(labels).max().orElseThrow());
    }

    String described() {
      return "%s %s %s"
          .formatted(
              Arrays.deepToString(features), Arrays.toString(labels), Arrays.toString(weights));
    }

    Table weighted(double... by) {
      return new Table(features, labels, by, classes);
    }
  }

  private LabelledData data(Table table, DataType type) {
    NDArray features = manager.create(table.features).toType(type, false);
    List<String> names = IntStream.range(0, table.classes).mapToObj(place -> "c" + place).toList();
    LabelledData data =
        LabelledData.ofClasses(features, manager.create(table.labels), List.of(), names);
    return Arrays.stream(table.weights).allMatch(weight -> weight == 1)
        ? data
        : data.withWeights(manager.create(table.weights));
  }

  private Separation.Decision decision(Table table, DataType type) {
    try (WholeData rows = new WholeData(data(table, type))) {
      return Separation.decide(rows);
    }
  }

  private Existence existence(Table table, DataType type) {
    return decision(table, type).existence();
  }

  private Existence existence(Table table) {
    return existence(table, DataType.FLOAT64);
  }

  /** The least and the greatest margin of the rows of positive weight. */
  private static double[] margins(Table table, double[] direction) {
    int outputs = table.classes == 2 ? 1 : table.classes;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < table.labels.length; row++) {
      double[] logits = new double[table.classes];
      for (int output = 0; output < outputs; output++) {
        double logit = direction[table.features[row].length * outputs + output];
        for (int i = 0; i < table.features[row].length; i++) {
          logit += direction[i * outputs + output] * table.features[row][i];
        }
        logits[outputs == 1 ? 1 : output] = logit;
      }
      for (int other = 0; other < table.classes && table.weights[row] > 0; other++) {
        if (other != table.labels[row]) {
          double margin = logits[table.labels[row]] - logits[other];
          least = Math.min(least, margin);
          greatest = Math.max(greatest, margin);
        }
      }
    }
    return new double[] {least, greatest};
  }

  /** Rows beyond a strip about b = -a are of one class each; those on it of both. */
  private static Table aboutAPlane(int rows, double ofAThird) {
    Random random = new Random(7);
    double[][] features = new double[rows][3];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      double a = (float) random.nextGaussian();
      double sum = (random.nextBoolean() ? 1 : -1) * (0.2 + random.nextDouble());
      features[i] = new double[] {a, -a, ofAThird * random.nextGaussian()};
      labels[i] = i % 2;
      if (i >= rows / 4) {
        features[i][1] += sum;
        labels[i] = sum > 0 ? 1 : 0;
      }
    }
    return Table.of(features, labels);
  }

  private static Table standardized(Table table) {
    double[][] scaled = Arrays.stream(table.features).map(double[]::clone).toArray(double[][]::new);
    for (int column = 0; column < scaled[0].length; column++) {
      int at = column;
      double mean = Arrays.stream(scaled).mapToDouble(row -> row[at]).average().orElseThrow();
      double square =
          Arrays.stream(scaled)
              .mapToDouble(row -> (row[at] - mean) * (row[at] - mean))
              .average()
              .orElseThrow();
      for (double[] row : scaled) {
        row[at] = (row[at] - mean) / Math.max(1e-300, Math.sqrt(square));
      }
    }
    return new Table(scaled, table.labels, table.weights, table.classes);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 0", "FLOAT64, 0", "FLOAT32, 1", "FLOAT64, 1"})
  void aPlaneWithTiesSeparatesQuasiCompletely(DataType type, double ofAThird) {
    Table table = aboutAPlane(80, ofAThird);

    Separation.Decision decision = decision(table, type);
    assertThat(decision.existence()).isEqualTo(Existence.NO_OPTIMUM);
    double[] direction = decision.direction().orElseThrow();
    double[] margins = margins(table, direction);
    assertThat(margins[0]).isGreaterThan(-1e-6 * margins[1]);
    assertThat(direction[1] / direction[0]).isBetween(0.999, 1.001);
    assertThat(existence(standardized(table), type)).isEqualTo(Existence.NO_OPTIMUM);

    table.features[0][1] += table.labels[0] == 1 ? -0.01 : 0.01;
    assertThat(existence(table, type)).isEqualTo(Existence.OPTIMUM_EXISTS);
    assertThat(existence(standardized(table), type)).isEqualTo(Existence.OPTIMUM_EXISTS);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aRowFarAwayHidesNothing(DataType type) {
    double[][] features = {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {1e7}};

    assertThat(existence(Table.of(features, 0, 0, 1, 0, 1, 0, 1, 1, 1), type))
        .isEqualTo(Existence.OPTIMUM_EXISTS);
    assertThat(existence(Table.of(features, 0, 0, 0, 0, 1, 1, 1, 1, 1), type))
        .isEqualTo(Existence.NO_OPTIMUM);
    assertThat(existence(Table.of(features, 0, 0, 0, 0, 1, 1, 1, 1, 0), type))
        .isEqualTo(Existence.OPTIMUM_EXISTS);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aFewRowsOnTheOtherSideOfAThresholdAreEnough(DataType type) {
    Random random = new Random(3);
    double[][] features = new double[30_000][1];
    int[] labels = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      features[i][0] = random.nextGaussian();
      labels[i] = features[i][0] > 0 ? 1 : 0;
    }
    assertThat(existence(Table.of(features, labels), type)).isEqualTo(Existence.NO_OPTIMUM);
    IntStream.range(0, features.length)
        .boxed()
        .sorted(
            (one, other) ->
                Double.compare(Math.abs(features[one][0]), Math.abs(features[other][0])))
        .limit(4)
        .forEach(row -> labels[row] = 1 - labels[row]);

    assertThat(existence(Table.of(features, labels), type)).isEqualTo(Existence.OPTIMUM_EXISTS);
  }

  @Test
  void countsOfAnyProportionsHaveAnOptimumIfNoneIsZero() {
    Table table = Table.of(new double[][] {{0}, {0}, {1}, {1}}, 0, 1, 0, 1);

    assertThat(existence(table.weighted(999_990, 10, 9_990, 10)))
        .isEqualTo(Existence.OPTIMUM_EXISTS);
    assertThat(existence(table.weighted(999_990, 10, 9_990, 0))).isEqualTo(Existence.NO_OPTIMUM);
  }

  @Test
  void rowsThatWeighNothingDoNotCount() {
    double[][] features = {{-2, 0}, {-1, 1}, {1, 0}, {3, 1}, {2e9, 5}, {-1e9, 5}};
    Table table = Table.of(features, 0, 0, 1, 1, 0, 1);

    assertThat(existence(table)).isEqualTo(Existence.OPTIMUM_EXISTS);
    assertThat(existence(table.weighted(1, 2, 1, 1, 0, 0))).isEqualTo(Existence.NO_OPTIMUM);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-170, 1, 1e150})
  void neitherDependentColumnsNorScalesConfuseIt(double scale) {
    double[][] about = {{0, 0}, {1, 1}, {2, 2}, {0, 0}, {1, 1}, {2, 2}, {0, 1}, {2, 0}};
    int[] labels = {0, 1, 0, 1, 0, 1, 1, 0};
    double[][] features = new double[about.length][];
    for (int i = 0; i < about.length; i++) {
      double sum = about[i][0] + 3 * about[i][1];
      features[i] = new double[] {7, scale * about[i][0], about[i][1], sum, about[i][0] / 3};
    }

    assertThat(existence(Table.of(features, labels))).isEqualTo(Existence.NO_OPTIMUM);
    labels[6] = 0;
    labels[7] = 1;
    assertThat(existence(Table.of(features, labels))).isEqualTo(Existence.NO_OPTIMUM);
    labels[7] = 0;
    assertThat(existence(Table.of(features, labels))).isEqualTo(Existence.OPTIMUM_EXISTS);
    labels[6] = 1;
    features[0] = new double[] {7, 0, 0.5, 1.5, 0};
    assertThat(existence(Table.of(features, labels))).isEqualTo(Existence.OPTIMUM_EXISTS);
  }

  /** Powers of years are almost dependent. */
  @Test
  void powersOfYearsAreSeparated() {
    Random random = new Random(5);
    double[][] features = new double[120][];
    int[] labels = new int[features.length];
    int[] crossing = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      double year = 1900 + i;
      features[i] = new double[] {year, year * year, year * year * year};
      labels[i] = (i > 20 && i < 55) || i > 90 ? 1 : 0;
      crossing[i] = random.nextInt(40) == 0 ? 1 - labels[i] : labels[i];
    }

    assertThat(existence(Table.of(features, labels))).isEqualTo(Existence.NO_OPTIMUM);
    assertThat(existence(Table.of(features, crossing))).isEqualTo(Existence.OPTIMUM_EXISTS);
  }

  @Test
  void ofThreeClassesTwoMayBeSeparated() {
    double[][] rows = {
      {0, 0}, {1, 1}, {2, 2}, {0, 0}, {1, 1}, {2, 2}, {0, 1}, {2, 0}, {3, 3}, {0, 0}, {2, 2}, {1, 1}
    };
    int[] labels = {0, 1, 0, 1, 0, 1, 1, 0, 2, 2, 2, 2};
    Table table = Table.of(rows, labels);
    Separation.Decision decision = decision(table, DataType.FLOAT64);
    assertThat(decision.existence()).isEqualTo(Existence.NO_OPTIMUM);
    double[] margins = margins(table, decision.direction().orElseThrow());
    assertThat(margins[0]).isGreaterThan(-1e-9 * margins[1]);

    rows[9] = new double[] {0, 2};
    rows[10] = new double[] {2, 1};
    rows[0] = new double[] {0, 0.5};
    assertThat(existence(Table.of(rows, labels))).isEqualTo(Existence.OPTIMUM_EXISTS);
  }

  private static Table random(Random random) {
    int classes = 2 + random.nextInt(10) / 7;
    int columns = 1 + random.nextInt(3);
    int rows = 4 + random.nextInt(8 * columns * (classes - 1));
    int values = 2 + random.nextInt(5);
    double noise = random.nextInt(3);
    double[] slopes = random.doubles(columns, -2, 2).map(Math::rint).toArray();
    double[][] features = new double[rows][columns];
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      double logit = noise * random.nextGaussian();
      for (int column = 0; column < columns; column++) {
        features[i][column] = random.nextInt(values) - 1;
        logit += slopes[column] * features[i][column];
      }
      double tie = random.nextBoolean() ? 0.5 : -0.5;
      labels[i] = (int) Math.max(0, Math.min(classes - 1, Math.ceil(logit + tie * 0.1)));
      weights[i] = random.nextInt(20) == 0 ? 0 : 1;
    }
    return new Table(features, labels, weights, classes);
  }

  /** Few values and rows near planes make for many ties; each part has hundreds of both answers. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void decidesAsALinearProgramInExactArithmetic(DataType type) {
    Random random = new Random(19);
    int[] answers = new int[2];
    for (int problem = 0; problem < 600; problem++) {
      Table table = random(random);
      if (Arrays.stream(table.weights).sum() == 0) {
        continue;
      }
      boolean separated =
          ExactSeparation.exists(table.features, table.labels, table.weights, table.classes);
      answers[separated ? 1 : 0]++;
      Separation.Decision decision = decision(table, type);

      assertThat(decision.existence())
          .as("%d: %s", problem, table.described())
          .isEqualTo(separated ? Existence.NO_OPTIMUM : Existence.OPTIMUM_EXISTS);
      if (separated) {
        double[] margins = margins(table, decision.direction().orElseThrow());
        assertThat(margins[0]).isGreaterThan(-1e-9 * margins[1]);
        assertThat(margins[1]).isPositive();
      }
    }
    assertThat(answers[0]).isGreaterThan(100);
    assertThat(answers[1]).isGreaterThan(100);
  }

  private AllRows counting(WholeData rows) {
    return new AllRows() {
      @Override
      public DataType type() {
        return rows.type();
      }

      @Override
      public RowFacts facts() {
        return rows.facts();
      }

      @Override
      public Centering centering() {
        return rows.centering();
      }

      @Override
      public <R extends Serializable> R aggregate(Pass<R> pass) {
        looks++;
        return rows.aggregate(pass);
      }

      @Override
      public double evaluate(double[] parameters, double[] gradient) {
        return rows.evaluate(parameters, gradient);
      }
    };
  }

  /** The last column but one, less the last, is 0 in some rows, and has the sign of others'. */
  @ParameterizedTest
  @CsvSource({"0.5, OPTIMUM_EXISTS", "0, NO_OPTIMUM"})
  void manyRowsAreDecidedInAFewPasses(double noise, Existence expected) {
    Random random = new Random(2);
    int columns = 20;
    double[][] features = new double[200_000][columns];
    int[] labels = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      for (int column = 0; column < columns; column++) {
        features[i][column] = random.nextGaussian();
      }
      boolean tie = i % 7 == 0;
      if (tie) {
        features[i][columns - 1] = features[i][columns - 2];
      }
      double logit = features[i][columns - 2] - features[i][columns - 1];
      labels[i] = (tie ? random.nextGaussian() : logit + noise * random.nextGaussian()) > 0 ? 1 : 0;
    }
    try (WholeData rows = new WholeData(data(Table.of(features, labels), DataType.FLOAT32))) {
      assertThat(Separation.decide(counting(rows)).existence()).isEqualTo(expected);
    }
    assertThat(looks).isLessThanOrEqualTo(12);
  }

  @Test
  void tooManyParametersAreNotDecided() {
    double[][] features = {new double[501], new double[501], new double[501]};
    features[0][3] = 1;

    assertThat(existence(Table.of(features, 0, 1, 0))).isEqualTo(Existence.UNDECIDED);
  }
}
