package dev.logistic.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.table.TableException;
import dev.logistic.data.table.TableRows;
import dev.logistic.model.LogisticModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Scores labelled rows with a model, so that its predictions can be evaluated. The scores include
 * the weights of the rows, if any.
 */
public final class Scoring {

  private static final int FIRST_ROWS = 8_192;

  private Scoring() {}

  /** Scores rows that were prepared by the model's own schema. */
  public static Scores of(LogisticModel model, LabelledData data) {
    try (NDArray logits = model.logits(data);
        NDArray wide = logits.toType(DataType.FLOAT64, true);
        NDArray positive = data.labels().gt(0)) {
      Scores scores = Scores.of(wide.toDoubleArray(), positive.toBooleanArray());
      return weights(data).map(scores::withWeights).orElse(scores);
    }
  }

  /**
   * Scores the rows of a table, some at a time; keeps 9 bytes per row, and 8 more where weights are
   * read.
   *
   * @param rows opened with labels; read to their end
   * @param progress receives the number of rows, now and then
   * @throws TableException if a row cannot be read or there is none
   */
  public static Scores of(LogisticModel model, TableRows rows, LongConsumer progress)
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
      double[] some = model.logits(rows.features(), rows.rows());
      System.arraycopy(some, 0, logits, count, some.length);
      for (int row = 0; row < some.length; row++) {
        positive[count + row] = rows.classOf(row) == 1;
      }
      count = needed;
      progress.accept(count);
    }
    rows.requireSome();
    Scores scores = Scores.of(Arrays.copyOf(logits, count), Arrays.copyOf(positive, count));
    return rows.weights().map(scores::withWeights).orElse(scores);
  }

  /** As {@link #of(LogisticModel, LabelledData)}, with a model of more than two classes. */
  public static MulticlassScores ofClasses(LogisticModel model, LabelledData data) {
    try (NDArray logits = model.logits(data);
        NDArray wide = logits.toType(DataType.FLOAT64, true);
        NDArray codes = data.labels().toType(DataType.INT32, true)) {
      MulticlassScores scores =
          MulticlassScores.of(
              wide.toDoubleArray(), codes.toIntArray(), model.card().classes().size());
      return weights(data).map(scores::withWeights).orElse(scores);
    }
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
   * As {@link #of(LogisticModel, TableRows, LongConsumer)}, with a model of more than two classes;
   * keeps for each row 8 bytes per class and 4 more, and 8 where weights are read.
   *
   * @throws TableException if a row cannot be read or there is none
   * @throws IllegalArgumentException if there are more logits than an array can hold
   */
  public static MulticlassScores ofClasses(
      LogisticModel model, TableRows rows, LongConsumer progress) throws TableException {
    int classes = model.card().classes().size();
    Logits logits = new Logits(classes);
    rows.requireFit(model.weights().getDataType());
    while (rows.next()) {
      logits.add(model.logits(rows.features(), rows.rows()), rows);
      progress.accept(logits.rows());
    }
    rows.requireSome();
    MulticlassScores scores = logits.scores();
    return rows.weights().map(scores::withWeights).orElse(scores);
  }
}
