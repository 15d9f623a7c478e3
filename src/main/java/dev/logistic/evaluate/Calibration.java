package dev.logistic.evaluate;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares predicted probabilities with observed shares: rows in ten bins of equal width, [0, 0.1),
 * [0.1, 0.2) and so on to [0.9, 1].
 *
 * @param bins ten, in ascending order, including those without rows
 */
public record Calibration(List<Bin> bins) {

  private static final EqualWidthBins TEN = new EqualWidthBins(10);

  /**
   * The rows with a probability from lower to upper.
   *
   * @param lower 0 to 0.9; in the bin
   * @param upper 0.1 to 1; in the bin only where it is 1
   * @param rows their number or weight
   * @param meanProbability the mean over them; NaN without rows
   * @param positiveShare the share of them that is positive, 0 to 1; NaN without rows
   */
  public record Bin(
      double lower, double upper, double rows, double meanProbability, double positiveShare) {}

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /** The calibration of these scores. */
  public static Calibration of(Scores scores) {
    // Compensated sums: tens of millions of equal rows keep their digits.
    DoubleSummaryStatistics[] probabilities =
        Stream.generate(DoubleSummaryStatistics::new)
            .limit(TEN.count())
            .toArray(DoubleSummaryStatistics[]::new);
    double[] rows = new double[TEN.count()];
    double[] positives = new double[TEN.count()];
    for (int row = 0; row < scores.rows(); row++) {
      double probability = scores.probability(row);
      double weight = scores.weight(row);
      int bin = TEN.of(probability);
      probabilities[bin].accept(weight * probability);
      rows[bin] += weight;
      positives[bin] += scores.positive(row) ? weight : 0;
    }
    return new Calibration(
        IntStream.range(0, TEN.count())
            .mapToObj(bin -> bin(bin, probabilities[bin].getSum(), rows[bin], positives[bin]))
            .toList());
  }

  private static Bin bin(int bin, double probabilities, double rows, double positives) {
    return new Bin(
        TEN.edge(bin),
        TEN.edge(bin + 1),
        rows,
        probabilities / rows, // 0 / 0 is NaN
        positives / rows);
  }

  /**
   * The expected calibration error, {@code sum(rows / all rows * |positiveShare -
   * meanProbability|)} over the bins with rows: 0 to 1. Naeini, Cooper and Hauskrecht, AAAI 2015.
   */
  public double expectedError() {
    double rows = bins.stream().mapToDouble(Bin::rows).sum();
    return bins.stream()
        .filter(bin -> bin.rows() > 0)
        .mapToDouble(bin -> bin.rows() * Math.abs(bin.positiveShare() - bin.meanProbability()))
        .map(weighted -> weighted / rows)
        .sum();
  }
}
