package dev.logistic.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Offsets;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Standardization;
import dev.logistic.table.TableException;
import dev.logistic.table.TableRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Scores labelled rows with a model, so that its predictions can be evaluated. The scores include
 * the weights of the rows, if any.
 */
public final class Scoring {

  private static final int FIRST_ROWS = 8_192;

  private Scoring() {}

  /**
   * Scores rows.
   *
   * @param data rows of the model's columns, on their scale or as prepared by the model's schema,
   *     with labels of the model's classes; some classes may be absent
   * @return {@link Scores} for two classes, {@link MulticlassScores} for more
   * @throws IllegalArgumentException if columns or classes are not those of the model
   */
  public static RowScores of(LogisticModel model, LabelledData data) {
    return ofLogits(logits(model, data), model.card().classes(), data);
  }

  /**
   * Returns the logits of rows: that of the positive class for two classes, one per class for more,
   * row by row.
   *
   * @param data as for {@link #of(LogisticModel, LabelledData)}
   */
  public static double[] logits(LogisticModel model, LabelledData data) {
    FeatureSchema schema = model.card().schema();
    int expected = data.offsets().isPresent() ? schema.width() - 1 : schema.width();
    if (data.columns() != expected) {
      throw new IllegalArgumentException(
          "expected rows of the model's %d features, found %d columns"
              .formatted(expected, data.columns()));
    }
    Optional<Standardization> ofModel = schema.standardization();
    Optional<Standardization> scaling =
        data.offsets().isPresent() ? Offsets.removedFrom(ofModel) : ofModel;
    if (scaling.isPresent() && !data.isStandardized()) {
      try (LabelledData prepared = data.standardizedBy(scaling.get())) {
        return ofPrepared(model, prepared);
      }
    }
    return ofPrepared(model, data);
  }

  private static double[] ofPrepared(LogisticModel model, LabelledData data) {
    try (NDArray logits = model.logits(data);
        NDArray wide = logits.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  /**
   * Scores rows whose logits are known.
   *
   * @param logits as {@link #logits} returns them
   * @param classes to which they belong
   */
  public static RowScores ofLogits(double[] logits, List<String> classes, LabelledData data) {
    int[] actual = actual(classes, data);
    Optional<double[]> weights = weights(data);
    if (ClassProbabilities.outputs(classes.size()) == 1) {
      Scores scores = Scores.ofLogits(logits, positive(actual));
      return weights
          .map(data.isGrouped() ? scores::withTrials : scores::withWeights)
          .orElse(scores);
    }
    MulticlassScores scores = MulticlassScores.ofLogits(logits, actual, classes.size());
    return weights.map(scores::withWeights).orElse(scores);
  }

  /** The place of each row's class among those of the model. */
  private static int[] actual(List<String> classes, LabelledData data) {
    int[] places = data.classes().stream().mapToInt(classes::indexOf).toArray();
    try (NDArray codes = data.labels().toType(DataType.INT32, true)) {
      int[] actual = codes.toIntArray();
      for (int row = 0; row < actual.length; row++) {
        int place = places[actual[row]];
        if (place < 0) {
          throw new IllegalArgumentException(
              "expected labels of the model's classes %s, found %s in row %d"
                  .formatted(classes, data.classes().get(actual[row]), row));
        }
        actual[row] = place;
      }
      return actual;
    }
  }

  private static boolean[] positive(int[] actual) {
    boolean[] positive = new boolean[actual.length];
    for (int row = 0; row < positive.length; row++) {
      positive[row] = actual[row] == 1;
    }
    return positive;
  }

  private static Optional<double[]> weights(LabelledData data) {
    return data.weights()
        .map(
            weights -> {
              try (NDArray wide = weights.toType(DataType.FLOAT64, true)) {
                return wide.toDoubleArray();
              }
            });
  }

  /**
   * Scores the rows of a table, some at a time; what is kept of a row is 8 bytes a logit, 4 more at
   * most, and 8 where weights are read.
   *
   * @param rows opened with labels; read to their end
   * @param progress receives the number of rows so far after each block of them, which {@code rows}
   *     then still has
   * @return {@link Scores} for two classes, {@link MulticlassScores} for more
   * @throws TableException if a row cannot be read or there is none
   * @throws IllegalArgumentException if there are more logits than an array can hold
   */
  public static RowScores of(LogisticModel model, TableRows rows, LongConsumer progress)
      throws TableException {
    return model.card().outputs() == 1
        ? ofTwo(model, rows, progress)
        : ofMore(model, rows, progress);
  }

  /**
   * Scores the rows of a table with two models in one reading, so that the rows are the same;
   * otherwise as {@link #of(LogisticModel, TableRows, LongConsumer)}.
   *
   * @param other of the same classes
   * @param rows opened for the features of both
   * @param progress as there
   * @return the scores of the first model and of the other
   */
  public static List<RowScores> ofBoth(
      LogisticModel model, LogisticModel other, TableRows rows, LongConsumer progress)
      throws TableException {
    int outputs = model.card().outputs();
    Logits own = new Logits(outputs);
    Logits others = new Logits(outputs);
    rows.requireFit(model.weights().getDataType());
    rows.requireOtherFit(other.weights().getDataType());
    while (rows.next()) {
      own.add(RowLogits.of(model, rows), rows);
      others.add(RowLogits.ofOther(other, rows), rows);
      progress.accept(own.rows());
    }
    rows.requireSome();
    return List.of(scores(own, outputs, rows), scores(others, outputs, rows));
  }

  private static RowScores scores(Logits logits, int outputs, TableRows rows)
      throws TableException {
    Optional<double[]> weights = rows.weights();
    if (outputs > 1) {
      MulticlassScores scores = logits.scores();
      return weights.map(scores::withWeights).orElse(scores);
    }
    Scores scores = logits.scoresOfTwo();
    return weights.map(rows.isGrouped() ? scores::withTrials : scores::withWeights).orElse(scores);
  }

  private static Scores ofTwo(LogisticModel model, TableRows rows, LongConsumer progress)
      throws TableException {
    double[] logits = new double[FIRST_ROWS];
    boolean[] positive = new boolean[FIRST_ROWS];
    int count = 0;
    rows.requireFit(model.weights().getDataType());
    while (rows.next()) {
      int needed = Math.addExact(count, rows.rows());
      if (needed > logits.length) {
        int grown = Math.max(needed, (int) Math.min(2L * logits.length, Integer.MAX_VALUE - 8));
        logits = Arrays.copyOf(logits, grown);
        positive = Arrays.copyOf(positive, grown);
      }
      double[] some = RowLogits.of(model, rows);
      System.arraycopy(some, 0, logits, count, some.length);
      for (int row = 0; row < some.length; row++) {
        positive[count + row] = rows.classOf(row) == 1;
      }
      count = needed;
      progress.accept(count);
    }
    rows.requireSome();
    Scores scores = Scores.ofLogits(Arrays.copyOf(logits, count), Arrays.copyOf(positive, count));
    return rows.weights()
        .map(rows.isGrouped() ? scores::withTrials : scores::withWeights)
        .orElse(scores);
  }

  private static MulticlassScores ofMore(LogisticModel model, TableRows rows, LongConsumer progress)
      throws TableException {
    int classes = model.card().classes().size();
    Logits logits = new Logits(classes);
    rows.requireFit(model.weights().getDataType());
    while (rows.next()) {
      logits.add(RowLogits.of(model, rows), rows);
      progress.accept(logits.rows());
    }
    rows.requireSome();
    MulticlassScores scores = logits.scores();
    return rows.weights().map(scores::withWeights).orElse(scores);
  }
}
