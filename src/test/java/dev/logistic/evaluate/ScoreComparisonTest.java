package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compared with pROC by {@code bench/roc_comparison_figures.R}. */
class ScoreComparisonTest {

  private static double distinct(int i) {
    return i * 73 % 200 / 200.0;
  }

  private static boolean positive(int i) {
    return i * 7 % 10 + i * 73 % 200 / 20.0 > 9;
  }

  private static double ties(int i) {
    return i * 73 % 11 / 11.0;
  }

  private static double otherTies(int i) {
    return (i * 73 % 11 + i * 5 % 7) / 17.0;
  }

  private static boolean tiesPositive(int i) {
    return i * 7 % 10 + i * 73 % 11 > 9;
  }

  private static Scores scores(int rows, IntToDoubleFunction probability, IntPredicate positive) {
    boolean[] classes = new boolean[rows];
    IntStream.range(0, rows).forEach(i -> classes[i] = positive.test(i));
    return Scores.ofProbabilities(
        IntStream.range(0, rows).mapToDouble(probability).toArray(), classes);
  }

  private static ScoreComparison compared(RowScores scores, RowScores other) {
    Threshold half = Threshold.of(0.5);
    List<String> classes = scores instanceof Scores ? List.of("a", "b") : List.of("a", "b", "c");
    return ScoreComparison.of(
        scores, scores.evaluate(classes, half), other, other.evaluate(classes, half));
  }

  private static void assertTest(
      ScoreComparison actual, double difference, double z, double p, double low, double high) {
    assertThat(actual.rocAucDifference()).isCloseTo(difference, within(1e-14));
    assertThat(actual.z()).isCloseTo(z, within(1e-11 * Math.max(1, Math.abs(z))));
    assertThat(actual.p()).isCloseTo(p, within(1e-12));
    assertThat(actual.low()).isCloseTo(low, within(1e-13));
    assertThat(actual.high()).isCloseTo(high, within(1e-13));
  }

  @Test
  void theTestIsThatOfProc() {
    assertTest(
        compared(
            scores(200, ScoreComparisonTest::distinct, ScoreComparisonTest::positive),
            scores(
                200,
                i -> (i * 37 + 11) % 200 / 400.0 + distinct(i) / 2,
                ScoreComparisonTest::positive)),
        0.81701784454078 - 0.721494102228047,
        3.24592896662052,
        0.0011706804581926,
        0.0378443856395746,
        0.153203098985892);
    assertTest(
        compared(
            scores(200, ScoreComparisonTest::ties, ScoreComparisonTest::tiesPositive),
            scores(200, ScoreComparisonTest::otherTies, ScoreComparisonTest::tiesPositive)),
        0.874649859943978 - 0.80797318927571,
        3.44000462919767,
        0.000581704236910058,
        0.0286872237908884,
        0.104666117545646);
  }

  @Test
  void aMillionRowsAreTestedAsByProc() {
    assertTest(
        compared(
            scores(1_000_000, ScoreComparisonTest::ties, ScoreComparisonTest::tiesPositive),
            scores(1_000_000, ScoreComparisonTest::otherTies, ScoreComparisonTest::tiesPositive)),
        0.863639545451454 - 0.809800768121239,
        202.368140068054,
        0,
        0.0533173411767605,
        0.0543602134836702);
  }

  @Test
  void modelsThatRankAlikeDoNotDiffer() {
    ScoreComparison same =
        compared(
            scores(200, ScoreComparisonTest::distinct, ScoreComparisonTest::positive),
            scores(200, i -> distinct(i) / 2, ScoreComparisonTest::positive));

    assertTest(same, 0, 0, 1, 0, 0);
    assertThat(same.logLossDifference()).isNotZero();
  }

  @Test
  void theOtherOrderHasTheOtherSign() {
    Scores one = scores(200, ScoreComparisonTest::ties, ScoreComparisonTest::tiesPositive);
    Scores other = scores(200, ScoreComparisonTest::otherTies, ScoreComparisonTest::tiesPositive);
    ScoreComparison there = compared(one, other);
    ScoreComparison back = compared(other, one);

    assertTest(back, -there.rocAucDifference(), -there.z(), there.p(), -there.high(), -there.low());
    assertThat(back.logLossDifference()).isEqualTo(-there.logLossDifference());
    assertThat(back.logLoss()).isEqualTo(Evaluation.of(one, Threshold.of(0.5)).logLoss());
    assertThat(back.rocAuc()).isEqualTo(RocCurve.of(one).area());
  }

  @Test
  void trialsCountAsRowsAndWeightsOfOneChangeNothing() {
    Scores one = scores(200, ScoreComparisonTest::ties, ScoreComparisonTest::tiesPositive);
    Scores other = scores(200, ScoreComparisonTest::otherTies, ScoreComparisonTest::tiesPositive);
    double[] twice = new double[200];
    Arrays.fill(twice, 2);
    double[] ones = new double[200];
    Arrays.fill(ones, 1);
    ScoreComparison repeated =
        compared(
            scores(400, i -> ties(i / 2), i -> tiesPositive(i / 2)),
            scores(400, i -> otherTies(i / 2), i -> tiesPositive(i / 2)));

    assertThat(compared(one.withTrials(twice.clone()), other.withTrials(twice.clone())).z())
        .isCloseTo(repeated.z(), within(1e-12));
    assertThat(compared(one.withWeights(ones.clone()), other.withWeights(ones.clone())))
        .isEqualTo(compared(one, other));
  }

  @Test
  void otherWeightsMoreClassesAndSingleRowsLeaveTheTestUndefined() {
    double[] twice = new double[200];
    Arrays.fill(twice, 2);
    Scores one =
        scores(200, ScoreComparisonTest::ties, ScoreComparisonTest::tiesPositive)
            .withWeights(twice.clone());
    Scores other =
        scores(200, ScoreComparisonTest::otherTies, ScoreComparisonTest::tiesPositive)
            .withWeights(twice.clone());
    MulticlassScores three =
        MulticlassScores.ofLogits(new double[] {1, 0, 0, 0, 2, 0}, new int[] {0, 1}, 3);

    assertThat(compared(one, other).toMap())
        .containsEntry("z", null)
        .containsEntry("p", null)
        .containsEntry("roc_auc_difference_low", null)
        .containsEntry("roc_auc_difference_high", null);
    assertThat(compared(one, other).rocAucDifference()).isNotNaN();
    assertThat(compared(three, three).z()).isNaN();
    assertThat(compared(three, three).logLossDifference()).isZero();
    assertThat(
            compared(
                    scores(6, ScoreComparisonTest::ties, i -> i == 3),
                    scores(6, ScoreComparisonTest::otherTies, i -> i == 3))
                .p())
        .isNaN();
  }

  @Test
  void otherRowsAreRefused() {
    Scores scores = scores(200, ScoreComparisonTest::ties, ScoreComparisonTest::tiesPositive);

    assertThatThrownBy(
            () ->
                compared(
                    scores,
                    scores(199, ScoreComparisonTest::ties, ScoreComparisonTest::tiesPositive)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the rows must be the same, were 200 and 199");
    assertThatThrownBy(
            () -> compared(scores, scores(200, ScoreComparisonTest::ties, i -> !tiesPositive(i))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the rows must be the same, but class or weight of row 0 differ");
  }
}
