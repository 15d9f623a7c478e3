package dev.logistic.evaluate;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The distribution of the probabilities of each class: rows in bins of equal width from 0 to 1. For
 * use within this project.
 *
 * @param bins in ascending order, including those without rows
 */
public record ScoreHistogram(List<Bin> bins) {

  /**
   * The rows with a probability from lower to upper.
   *
   * @param lower in the bin
   * @param upper in the bin only where it is 1
   * @param positives number or weight of the positive rows
   * @param negatives number or weight of the negative rows
   */
  public record Bin(double lower, double upper, double positives, double negatives) {}

  /** Copies the list. */
  public ScoreHistogram {
    bins = List.copyOf(bins);
  }

  /**
   * Counts rows.
   *
   * @param bins number of bins
   * @throws IllegalArgumentException if bins is below 1
   */
  public static ScoreHistogram of(Scores scores, int bins) {
    EqualWidthBins edges = new EqualWidthBins(bins);
    double[] positives = new double[bins];
    double[] negatives = new double[bins];
    for (int row = 0; row < scores.rows(); row++) {
      double[] counts = scores.positive(row) ? positives : negatives;
      counts[edges.of(scores.probability(row))] += scores.weight(row);
    }
    return new ScoreHistogram(
        IntStream.range(0, bins)
            .mapToObj(
                bin ->
                    new Bin(edges.edge(bin), edges.edge(bin + 1), positives[bin], negatives[bin]))
            .toList());
  }
}
