package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.SampleModels;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Evaluations of rows in one call have the figures that are computed by hand. */
class EvaluationsTest {

  private static final double[][] ROWS = {{1, 10}, {2, 30}, {3, 20}, {4, 50}, {5, 10}, {6, 40}};
  private static final int[] LABELS = {0, 0, 1, 0, 1, 1};

  private static double meanLoss(LogisticModel model, double[][] rows, int... places) {
    return IntStream.range(0, rows.length)
        .mapToDouble(row -> -Math.log(model.classProbabilities(rows[row])[places[row]]))
        .average()
        .orElseThrow();
  }

  @Test
  void rowsOfArraysAreEvaluatedOnTheirOwnScale() {
    try (LogisticModel model = LogisticRegression.fit(ROWS, LABELS);
        LabelledData data = LabelledData.of(ROWS, LABELS)) {
      Figures figures = Evaluations.of(model, data);

      assertThat(figures).isInstanceOf(Evaluation.class);
      assertThat(figures.rows()).isEqualTo(6);
      assertThat(figures.logLoss()).isCloseTo(meanLoss(model, ROWS, LABELS), within(1e-12));
      assertThat(figures.accuracy())
          .isCloseTo(
              IntStream.range(0, 6)
                  .mapToDouble(
                      row -> model.classify(ROWS[row]).equals("" + LABELS[row]) ? 1 / 6.0 : 0)
                  .sum(),
              within(1e-15));
      assertThat(((Evaluation) Evaluations.of(model, data, Threshold.of(0.99))).confusion())
          .isEqualTo(new Confusion(3, 0, 3, 0));
    }
  }

  @Test
  void moreClassesHaveFiguresOfEach() {
    try (LogisticModel model = SampleModels.ofNumbers(2, 3, true, DataType.FLOAT64);
        LabelledData data =
            LabelledData.of(ROWS, new String[] {"one", "two", "two", "one", "two", "one"})) {
      Figures figures = Evaluations.of(model, data);

      assertThat(figures).isInstanceOf(MulticlassEvaluation.class);
      assertThat(figures.classTotals()).containsExactly(0.0, 3.0, 3.0);
      assertThat(figures.logLoss())
          .isCloseTo(meanLoss(model, ROWS, 1, 2, 2, 1, 2, 1), within(1e-9));
    }
  }

  @Test
  void labelsOfOtherClassesAreRefused() {
    try (LogisticModel model = SampleModels.ofNumbers(2, 3, true, DataType.FLOAT64);
        LabelledData data = LabelledData.of(ROWS, LABELS)) {
      assertThatThrownBy(() -> Evaluations.of(model, data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "expected labels of the model's classes %s, found %d in row 0"
                  .formatted(model.card().classes(), LABELS[0]));
    }
  }

  @Test
  void rowsOfOtherColumnsAreRefused() {
    double[][] wide = {{1, 2, 3, 4}, {4, 3, 2, 1}};
    try (LogisticModel model = LogisticRegression.fit(ROWS, LABELS);
        LabelledData data = LabelledData.of(wide, new int[] {0, 1})) {
      assertThatThrownBy(() -> Evaluations.of(model, data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "expected rows of the model's %d features, found 4 columns"
                  .formatted(ROWS[0].length));
    }
  }

  /** Rows of one class of -1 and 1 look like rows of the classes 0 and 1. */
  @Test
  void onlyLabelsThatOccurMustBeOfTheModel() {
    int[] signs = Arrays.stream(LABELS).map(label -> 2 * label - 1).toArray();
    try (LogisticModel model = LogisticRegression.fit(ROWS, signs);
        LabelledData positive = LabelledData.of(new double[][] {ROWS[0]}, new int[] {1})) {
      assertThat(Evaluations.of(model, positive).rows()).isEqualTo(1);
    }
  }

  @Test
  void theRowsOfATableAreEvaluatedAsTheyWereRead() throws IOException {
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, "examples/data/breast_cancer.csv")
            .with(Settings.LABEL, "diagnosis")
            .with(Settings.VALIDATION, 0.25);
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), read -> {});
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      Figures training = Evaluations.of(result.model(), table.training());
      Figures heldOut = Evaluations.of(result.model(), table.validation().orElseThrow());

      assertThat(training.logLoss()).isCloseTo(result.fit().loss(), within(1e-6));
      assertThat(training.rows() + heldOut.rows()).isEqualTo(569);
      assertThat(List.of(training.rocAuc(), heldOut.rocAuc()))
          .allSatisfy(area -> assertThat(area).isGreaterThan(0.98));
    }
  }

  private record Person(int age, String city, String y) {}

  @Test
  void theModelOfATableIsEvaluatedOnMapsAndRecords() throws IOException {
    List<Person> people = new ArrayList<>();
    List<Map<String, Object>> maps = new ArrayList<>();
    for (int row = 0; row < 30; row++) {
      Person each =
          new Person(20 + row * 7 % 30, row % 2 == 0 ? "Bern" : "Ulm", String.valueOf(row % 3));
      people.add(each);
      maps.add(Map.of("age", each.age(), "city", each.city(), "y", each.y()));
    }
    Settings settings = Settings.defaults().with(Settings.LABEL, "y");
    try (TrainingTable table = Tables.of(maps, settings);
        TrainingResult result = LogisticRegression.with(settings).train(table);
        LogisticModel ofArrays = LogisticRegression.fit(ROWS, LABELS)) {
      LogisticModel model = result.model();
      Figures expected = Evaluations.of(model, table.training());

      assertThat(Evaluations.of(model, TableSource.of(maps)).logLoss())
          .isCloseTo(expected.logLoss(), within(1e-6));
      assertThat(Evaluations.of(model, TableSource.ofRecords(people)).accuracy())
          .isEqualTo(expected.accuracy());
      assertThatThrownBy(() -> Evaluations.of(ofArrays, TableSource.of(maps)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trained on a table");
    }
  }
}
