package dev.logistic.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How the contributions of each input column to the logit are distributed over rows. For use within
 * this project.
 *
 * @param rows their number; those of weight 0 are not counted
 * @param sampled how many of these were looked at
 * @param columns those of the greatest mean size first
 */
public record ContributionSpread(long rows, int sampled, List<Column> columns) {

  private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};

  /** Sums of weights that differ by less differ by rounding alone. */
  private static final double ROUNDING = 1e-12;

  /**
   * The contributions of a column. A quantile is the least one at or below which that share of the
   * rows, by weight, lies.
   *
   * @param low the 5 % quantile
   * @param lowerQuartile the 25 % quantile
   * @param median the 50 % quantile
   * @param upperQuartile the 75 % quantile
   * @param high the 95 % quantile
   * @param meanSize the mean absolute contribution
   */
  public record Column(
      String name,
      double low,
      double lowerQuartile,
      double median,
      double upperQuartile,
      double high,
      double meanSize) {

    /**
     * @param values the contribution of each row
     * @param weights of the rows, above 0
     */
    static Column of(String name, double[] values, double[] weights) {
      Integer[] order = new Integer[values.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
      double all = Arrays.stream(weights).sum();
      double size = 0;
      for (int i = 0; i < values.length; i++) {
        size += weights[i] * Math.abs(values[i]);
      }
      double[] at = new double[SHARES.length];
      double reached = 0;
      int next = 0;
      for (int i = 0; i < order.length && next < at.length; i++) {
        reached += weights[order[i]];
        boolean last = i == order.length - 1;
        while (next < at.length && (last || reached >= SHARES[next] * all * (1 - ROUNDING))) {
          at[next++] = values[order[i]];
        }
      }
      return new Column(name, at[0], at[1], at[2], at[3], at[4], size / all);
    }
  }

  /** Copies the list. */
  public ContributionSpread {
    columns = List.copyOf(columns);
  }
}
