package dev.logistic.model;

import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.EncodedRow;
import dev.logistic.schema.FeatureRow;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.UnseenTexts;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The probabilities of the classes for rows in Java's arrays and maps, in the classes' order. */
final class RowProbabilities {

  private final ModelCard card;
  private final RowEncoder encoder;
  private final ModelLogits logits;

  RowProbabilities(ModelCard card, RowEncoder encoder, ModelLogits logits) {
    this.card = card;
    this.encoder = encoder;
    this.logits = logits;
  }

  /** Returns those of rows on the scale of the columns. */
  double[][] of(double[][] rows) {
    requireRows(rows);
    int width = card.schema().width();
    double[] flat = new double[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      FeatureRow.require(rows[row], card.schema(), "row " + row);
      System.arraycopy(rows[row], 0, flat, row * width, width);
    }
    double[] all = rows.length == 0 ? new double[0] : logits.of(flat, rows.length);
    int outputs = card.outputs();
    double[][] probabilities = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      probabilities[row] =
          ClassProbabilities.of(Arrays.copyOfRange(all, row * outputs, (row + 1) * outputs));
    }
    return probabilities;
  }

  /** Returns the rows in float64. */
  static double[][] widened(float[][] rows) {
    requireRows(rows);
    double[][] wide = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row] == null) {
        continue; // is refused as such
      }
      wide[row] = new double[rows[row].length];
      for (int i = 0; i < wide[row].length; i++) {
        wide[row][i] = rows[row][i];
      }
    }
    return wide;
  }

  private static void requireRows(Object @Nullable [] rows) {
    if (rows == null) {
      throw new IllegalArgumentException("expected rows, found null");
    }
  }

  /** Returns those of a row that is given by its values other than 0. */
  double[] of(int[] columns, double[] values) {
    return ClassProbabilities.of(logits.of(columns, values));
  }

  /** Returns those of a row given as cells by column. */
  double[] of(Map<String, ? extends @Nullable Object> row, UnseenTexts unseen) {
    if (encoder.isSparse()) {
      EncodedRow features = encoder.encodeSparse(row, unseen);
      return of(features.columns(), features.values());
    }
    return of(new double[][] {encoder.encode(row, unseen)})[0];
  }
}
