package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compared with pROC by {@code bench/roc_interval_figures.R}, and with all cuts tried. */
class AreaIntervalTest {

  private static final Scores DISTINCT =
      scores(200, i -> i * 73 % 200 / 200.0, i -> i * 7 % 10 + i * 73 % 200 / 20.0 > 9);
  private static final Scores TIES =
      scores(200, i -> i * 73 % 11 / 11.0, i -> i * 7 % 10 + i * 73 % 11 > 9);

  private static Scores scores(int rows, IntToDoubleFunction probability, IntPredicate positive) {
    boolean[] classes = new boolean[rows];
    IntStream.range(0, rows).forEach(i -> classes[i] = positive.test(i));
    return Scores.ofProbabilities(
        IntStream.range(0, rows).mapToDouble(probability).toArray(), classes);
  }

  private static void assertInterval(Scores scores, double low, double high) {
    AreaInterval interval = AreaInterval.of(scores);
    assertThat(interval.low()).isCloseTo(low, within(1e-14));
    assertThat(interval.high()).isCloseTo(high, within(1e-14));
  }

  @Test
  void theIntervalIsThatOfProc() {
    assertInterval(DISTINCT, 0.759146960856321, 0.874888728225239);
    assertInterval(TIES, 0.828397606680424, 0.920902113207531);
  }

  @Test
  void aPerfectRankingHasNoWidth() {
    assertInterval(scores(6, i -> i / 6.0, i -> i > 2), 1, 1);
  }

  @Test
  void theIntervalOfAMillionRowsIsThatOfProc() {
    Scores million = scores(1_000_000, i -> i * 73 % 11 / 11.0, i -> i * 7 % 10 + i * 73 % 11 > 9);

    assertInterval(million, 0.862957802198832, 0.864321288704077);
  }

  @Test
  void rowsThatStandForTrialsCountAsManyRows() {
    double[] twice = new double[200];
    Arrays.fill(twice, 2);
    Scores repeated = scores(400, i -> TIES.probability(i / 2), i -> TIES.positive(i / 2));

    AreaInterval expected = AreaInterval.of(repeated);
    assertInterval(TIES.withTrials(twice), expected.low(), expected.high());
  }

  @Test
  void weightsOfOneChangeNothing() {
    double[] ones = new double[200];
    Arrays.fill(ones, 1);

    AreaInterval expected = AreaInterval.of(TIES);
    assertInterval(TIES.withWeights(ones), expected.low(), expected.high());
  }

  @Test
  void otherWeightsAndClassesOfOneRowLeaveItUndefined() {
    double[] twos = new double[200];
    Arrays.fill(twos, 2);
    double[] oneTwo = new double[200];
    Arrays.fill(oneTwo, 1);
    oneTwo[17] = 2;

    assertInterval(TIES.withWeights(twos), Double.NaN, Double.NaN);
    assertInterval(TIES.withWeights(oneTwo), Double.NaN, Double.NaN);
    assertInterval(scores(6, i -> i / 6.0, i -> i == 3), Double.NaN, Double.NaN);
  }

  @Test
  void theKolmogorovSmirnovDistanceIsTheGreatestOfAllCuts() {
    for (Scores scores : new Scores[] {DISTINCT, TIES}) {
      double greatest =
          IntStream.range(0, 200).mapToDouble(row -> difference(scores, row)).max().orElseThrow();

      assertThat(Metric.of(scores, Confusion.at(0.5, scores)).get(Metric.KS))
          .isCloseTo(greatest, within(1e-15));
    }
  }

  private static double difference(Scores scores, int cut) {
    double[] above = new double[2];
    double[] all = new double[2];
    for (int row = 0; row < 200; row++) {
      int code = scores.positive(row) ? 1 : 0;
      all[code]++;
      above[code] += scores.probability(row) >= scores.probability(cut) ? 1 : 0;
    }
    return above[1] / all[1] - above[0] / all[0];
  }

  @Test
  void theDistanceOfOneClassIsUndefinedAndOfReversedClassesZero() {
    Scores negatives = scores(3, i -> i / 3.0, i -> false);
    Scores reversed = scores(4, i -> i / 4.0, i -> i < 2);

    assertThat(Metric.of(negatives, Confusion.at(0.5, negatives)).get(Metric.KS)).isNaN();
    assertThat(Metric.of(reversed, Confusion.at(0.5, reversed)).get(Metric.KS)).isZero();
  }
}
