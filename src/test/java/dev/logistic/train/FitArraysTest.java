package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.selection.CrossValidation;
import dev.logistic.selection.PenaltyGrid;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Fits of Java's arrays are those of tables with the same rows. */
class FitArraysTest {

  private static final Path TABLE = Path.of("examples/data/breast_cancer.csv");

  private static final double[][] ROWS = {{1, 10}, {2, 30}, {3, 20}, {4, 50}, {5, 10}, {6, 40}};
  private static final int[] LABELS = {0, 0, 1, 0, 1, 1};

  /** All columns of the table but the label, which is the first or last of them. */
  private static List<List<String>> cells() throws IOException {
    return Files.readAllLines(TABLE).stream().map(line -> List.of(line.split(",", -1))).toList();
  }

  @Test
  void aFitOfArraysHasTheProbabilitiesOfTheTableWithTheSameRows() throws IOException {
    List<List<String>> cells = cells();
    int label = cells.get(0).indexOf("diagnosis");
    List<List<String>> body = cells.subList(1, cells.size());
    double[][] rows =
        body.stream()
            .map(
                row -> {
                  double[] values = new double[row.size() - 1];
                  for (int i = 0, to = 0; i < row.size(); i++) {
                    if (i != label) {
                      values[to++] = Double.parseDouble(row.get(i));
                    }
                  }
                  return values;
                })
            .toArray(double[][]::new);
    String[] labels = body.stream().map(row -> row.get(label)).toArray(String[]::new);
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, TABLE.toString())
            .with(Settings.LABEL, "diagnosis")
            .with(Settings.PRECISION, Precision.FLOAT64);

    try (LogisticModel ofArrays = LogisticRegression.fit(rows, labels);
        TrainingTable table = Tables.read(settings, null, Device.cpu(), read -> {});
        TrainingResult ofTable = LogisticRegression.with(settings).train(table)) {
      assertThat(ofArrays.card().classes()).isEqualTo(ofTable.model().card().classes());
      assertThat(ofArrays.probabilities(rows))
          .containsExactly(ofTable.model().probabilities(rows), Offset.offset(1e-8));
    }
  }

  @Test
  void theUnitsOfColumnsDoNotMatter() {
    double[][] scaled =
        Arrays.stream(ROWS)
            .map(row -> new double[] {1e6 + row[0], row[1] / 1e6})
            .toArray(double[][]::new);

    try (LogisticModel plain = LogisticRegression.fit(ROWS, LABELS);
        LogisticModel other = LogisticRegression.fit(scaled, LABELS)) {
      assertThat(other.probabilities(scaled))
          .containsExactly(plain.probabilities(ROWS), Offset.offset(1e-9));
    }
  }

  @Test
  void aRowOfWeightTwoIsThatRowTwiceAlsoInTheScale() {
    double[][] repeated = {{1, 10}, {1, 10}, {2, 30}, {3, 20}, {4, 50}, {5, 10}, {6, 40}};
    int[] labels = {0, 0, 0, 1, 0, 1, 1};

    try (LabelledData once = LabelledData.of(ROWS, LABELS);
        LabelledData weighted =
            once.withWeights(once.features().getManager().create(new double[] {2, 1, 1, 1, 1, 1}));
        TrainingResult ofWeighted =
            LogisticRegression.with(Settings.defaults().with(Settings.L2, 0.1)).train(weighted);
        LabelledData twice = LabelledData.of(repeated, labels);
        TrainingResult ofRepeated =
            LogisticRegression.with(Settings.defaults().with(Settings.L2, 0.1)).train(twice)) {
      assertThat(ofWeighted.model().probabilities(ROWS))
          .containsExactly(ofRepeated.model().probabilities(ROWS), Offset.offset(1e-9));
    }
  }

  @Test
  void aConstantColumnHasNoWeightWhateverItsDigits() {
    for (double constant : new double[] {0.1, 1e-3, 123456.789, 1e-300}) {
      double[][] rows =
          Arrays.stream(ROWS).map(row -> new double[] {row[0], constant}).toArray(double[][]::new);
      try (LogisticModel result = LogisticRegression.fit(rows, LABELS);
          LabelledData plain = LabelledData.of(rows, LABELS);
          LabelledData scaled = plain.standardized()) {
        assertThat(scaled.schema().standardization().orElseThrow().scales().get(1)).isEqualTo(1);
        assertThat(scaled.features().get(":, 1").toDoubleArray()).containsOnly(0);
        assertThat(result.probability(1, constant)).isLessThan(0.5);
      }
    }
  }

  @Test
  void columnsOfTinyAndHugeNumbersAreScaledAsOthers() {
    try (LogisticModel plain = LogisticRegression.fit(ROWS, LABELS)) {
      for (double unit : new double[] {1e-200, 1e200}) {
        double[][] rows =
            Arrays.stream(ROWS)
                .map(row -> new double[] {row[0] * unit, row[1]})
                .toArray(double[][]::new);
        try (LogisticModel result = LogisticRegression.fit(rows, LABELS)) {
          assertThat(result.probabilities(rows))
              .containsExactly(plain.probabilities(ROWS), Offset.offset(1e-9));
        }
      }
    }
  }

  @Test
  void crossValidationScalesArraysAsTheTrainingDoes() {
    double[][] scaled =
        Arrays.stream(ROWS)
            .map(row -> new double[] {row[0] * 1e4, row[1]})
            .toArray(double[][]::new);
    CrossValidation folds = CrossValidation.of(Settings.defaults(), 2, PenaltyGrid.AUTO);

    try (LabelledData plain = LabelledData.of(ROWS, LABELS);
        LabelledData other = LabelledData.of(scaled, LABELS)) {
      assertThat(folds.path(other).points().get(6).logLoss())
          .isCloseTo(folds.path(plain).points().get(6).logLoss(), Offset.offset(1e-9));
    }
  }

  @Test
  void initialWeightsWhoseScaleIsUnknownAreRefused() {
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      assertThatThrownBy(
              () ->
                  LogisticRegression.with(Settings.defaults())
                      .train(data, data.features().getManager().create(new double[][] {{1}, {2}})))
          .hasMessageContaining("data.standardize=false");
    }
  }

  @Test
  void heldOutRowsAreScaledAsTheTrainingRowsAre() {
    try (LabelledData data = LabelledData.of(ROWS, LABELS);
        LabelledData heldOut =
            LabelledData.of(new double[][] {{1.5, 20}, {5.5, 20}}, new int[] {0, 1});
        TrainingResult result =
            LogisticRegression.with(Settings.defaults()).validation(heldOut).train(data)) {
      assertThat(result.model().probability(1.5, 20)).isLessThan(0.5);
      assertThat(result.model().probability(5.5, 20)).isGreaterThan(0.5);
    }
  }

  @Test
  void labelsMayBeOtherNumbersFlagsOrTexts() {
    int[] signs = Arrays.stream(LABELS).map(label -> 2 * label - 1).toArray();
    boolean[] flags = new boolean[LABELS.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = LABELS[i] == 1;
    }

    try (LogisticModel result = LogisticRegression.fit(ROWS, signs);
        LabelledData ofFlags = LabelledData.of(ROWS, flags);
        LabelledData ofTexts =
            LabelledData.of(ROWS, new String[] {"no", "no", "yes", "no", "maybe", "yes"})) {
      assertThat(result.card().classes()).containsExactly("-1", "1");
      assertThat(result.classify(6, 10)).isEqualTo("1");
      assertThat(ofFlags.classes()).containsExactly("false", "true");
      assertThat(ofTexts.classes()).containsExactly("maybe", "no", "yes");
    }
  }

  @Test
  void moreThanTwoClassesHaveNamesButNoSingleProbability() {
    Random random = new Random(3);
    double[][] rows = new double[90][2];
    String[] labels = new String[90];
    for (int i = 0; i < rows.length; i++) {
      int place = i % 3;
      rows[i] = new double[] {place + 0.3 * random.nextGaussian(), random.nextGaussian()};
      labels[i] = List.of("low", "mid", "top").get(place);
    }

    try (LogisticModel model = LogisticRegression.fit(rows, labels)) {
      assertThat(model.classify(0, 0)).isEqualTo("low");
      assertThat(model.classify(1, 0)).isEqualTo("mid");
      assertThat(model.classify(2, 0)).isEqualTo("top");
      assertThatThrownBy(() -> model.probability(1, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("[low, mid, top]");
    }
  }

  @Test
  void flagsAreTheClassesFalseAndTrue() {
    boolean[] flags = {false, false, true, false, true, true};

    try (LogisticModel ofFlags = LogisticRegression.fit(ROWS, flags);
        LogisticModel ofNumbers = LogisticRegression.fit(ROWS, LABELS)) {
      assertThat(ofFlags.card().classes()).containsExactly("false", "true");
      assertThat(ofFlags.probabilities(ROWS)).isEqualTo(ofNumbers.probabilities(ROWS));
    }
  }

  @Test
  void arraysThatAreNoTableAreRefusedWithThePlace() {
    assertThatThrownBy(
            () -> LogisticRegression.fit(new double[][] {{1, 2, 3}, {4, 5}}, new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 3 features in row 1 as in row 0, found 2");
    assertThatThrownBy(() -> LogisticRegression.fit(new double[0][], new int[0]))
        .hasMessage("expected at least one row with at least one feature, found 0 rows");
    assertThatThrownBy(() -> LogisticRegression.fit(new double[][] {{1}, {2}}, new int[] {0}))
        .hasMessage("expected a label for each of 2 rows, found 1");
    assertThatThrownBy(() -> LogisticRegression.fit(new double[][] {{1}, {2}}, new int[] {3, 3}))
        .hasMessage("expected labels of at least two classes, found only [3]");
    assertThatThrownBy(() -> LogisticRegression.fit(new double[][] {{1}, {2}}, new int[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected labels of at least two classes, found only [0]");
    assertThatThrownBy(
            () -> LogisticRegression.fit(new double[][] {{1}, {2}}, new boolean[] {true, true}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected labels of at least two classes, found only [true]");
    assertThatThrownBy(
            () ->
                LogisticRegression.fit(new double[][] {{1, 2}, {3, Double.NaN}}, new int[] {0, 1}))
        .hasMessageContaining("x1")
        .hasMessageContaining("row 1");
  }

  @Test
  @SuppressWarnings("NullAway") // as callers without it do
  void nullIsRefusedWithTheArgumentOrRow() {
    assertThatThrownBy(() -> LogisticRegression.fit((double[][]) null, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected rows, found null");
    assertThatThrownBy(() -> LogisticRegression.fit(ROWS, (int[]) null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected labels, found null");
    assertThatThrownBy(() -> LogisticRegression.fit(ROWS, (boolean[]) null))
        .hasMessage("expected labels, found null");
    assertThatThrownBy(() -> LogisticRegression.fit(new double[][] {{1}, null}, new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected features in row 1, found null");
    assertThatThrownBy(() -> LogisticRegression.fit(new float[][] {null}, new int[] {0}))
        .hasMessage("expected features in row 0, found null");
    assertThatThrownBy(
            () -> LogisticRegression.fit(new double[][] {{1}, {2}}, new String[] {"a", null}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a label in row 1, found null");
  }

  @Test
  void aRowToPredictMustHaveAsManyFeatures() {
    try (LogisticModel result = LogisticRegression.fit(ROWS, LABELS)) {
      assertThatThrownBy(() -> result.probability(1))
          .hasMessage("expected 2 features in row 0, found 1");
    }
  }
}
