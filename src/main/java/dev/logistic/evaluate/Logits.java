package dev.logistic.evaluate;

import dev.logistic.table.TableRows;
import java.util.Arrays;

/**
 * Collects logits of several classes, and true classes, of rows whose number is not known
 * beforehand.
 */
final class Logits {

  private static final int FIRST_ROWS = 8_192;

  private final int classes;
  private final int mostRows;
  private double[] values;
  private int[] actual;
  private int count;

  Logits(int classes) {
    this.classes = classes;
    this.mostRows = (Integer.MAX_VALUE - 8) / classes;
    int first = Math.min(FIRST_ROWS, mostRows);
    this.values = new double[first * classes];
    this.actual = new int[first];
  }

  int rows() {
    return count;
  }

  /**
   * Adds the logits and labels of the rows that were read last.
   *
   * @throws IllegalArgumentException if there are more than an array can hold
   */
  void add(double[] some, TableRows rows) {
    long needed = (long) count + rows.rows();
    if (needed > mostRows) {
      throw new IllegalArgumentException(
          "there are more than %d rows, too many to evaluate %d classes on"
              .formatted(mostRows, classes));
    }
    if (needed > actual.length) {
      int grown = (int) Math.max(needed, Math.min(2L * actual.length, mostRows));
      values = Arrays.copyOf(values, grown * classes);
      actual = Arrays.copyOf(actual, grown);
    }
    System.arraycopy(some, 0, values, count * classes, rows.rows() * classes);
    for (int row = 0; row < rows.rows(); row++) {
      actual[count + row] = rows.classOf(row);
    }
    count = (int) needed;
  }

  MulticlassScores scores() {
    return MulticlassScores.ofLogits(
        Arrays.copyOf(values, count * classes), Arrays.copyOf(actual, count), classes);
  }

  /** The scores where there is one logit for each row. */
  Scores scoresOfTwo() {
    boolean[] positive = new boolean[count];
    for (int row = 0; row < count; row++) {
      positive[row] = actual[row] == 1;
    }
    return Scores.ofLogits(Arrays.copyOf(values, count), positive);
  }
}
