package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules against a search of all cuts that counts every row anew. */
class ThresholdRulesTest {

  private static final int DRAWS = 300;

  /** Rows on both sides of a cut; {@code least} is the lowest probability predicted positive. */
  private record Cut(double least, double below, double tp, double fp, double fn, double tn) {

    double recall() {
      return tp / (tp + fn);
    }

    double precision() {
      return tp + fp == 0 ? 0 : tp / (tp + fp);
    }

    double f1() {
      return 2 * tp / (2 * tp + fp + fn);
    }

    double youden() {
      return tp * (fp + tn) - fp * (tp + fn); // times both classes, exact
    }
  }

  /** From the highest to the lowest; the first is above all rows. */
  private static List<Cut> cuts(Scores scores) {
    double[] distinct =
        IntStream.range(0, scores.rows())
            .filter(row -> scores.weight(row) > 0)
            .mapToDouble(scores::probability)
            .distinct()
            .sorted()
            .toArray();
    List<Cut> cuts = new ArrayList<>();
    for (int i = distinct.length; i >= 0; i--) {
      double[] counts = new double[4];
      double least = i == distinct.length ? 2 : distinct[i];
      for (int row = 0; row < scores.rows(); row++) {
        boolean predicted = scores.probability(row) >= least;
        int place = (scores.positive(row) ? 0 : 1) + (predicted ? 0 : 2);
        counts[place] += scores.weight(row);
      }
      double below = i == 0 ? 0 : distinct[i - 1];
      cuts.add(new Cut(least, below, counts[0], counts[1], counts[2], counts[3]));
    }
    return cuts;
  }

  /** The first of those with the highest value. */
  private static Cut best(List<Cut> cuts, ToDoubleFunction<Cut> value) {
    Cut best = cuts.get(0);
    for (Cut cut : cuts) {
      best = value.applyAsDouble(cut) > value.applyAsDouble(best) ? cut : best;
    }
    return best;
  }

  private static Cut expected(String rule, List<Cut> cuts) {
    List<Cut> some = cuts.subList(1, cuts.size());
    return switch (rule) {
      case "f1" -> best(some, Cut::f1);
      case "youden" -> best(some, Cut::youden);
      case "cost:fn=10,fp=1" -> best(cuts, cut -> -(10 * cut.fn() + cut.fp()));
      case "cost:fn=1,fp=3" -> best(cuts, cut -> -(cut.fn() + 3 * cut.fp()));
      case "recall:0.9" ->
          some.stream().filter(cut -> cut.recall() >= 0.9).findFirst().orElseThrow();
      case "precision:0.6" -> best(cuts, cut -> cut.precision() >= 0.6 ? cut.recall() : -1);
      default -> throw new AssertionError(rule);
    };
  }

  private static Scores drawn(Random random, boolean weighted) {
    int rows = 2 + random.nextInt(40);
    boolean tied = random.nextBoolean();
    double[] probabilities = new double[rows];
    boolean[] positive = new boolean[rows];
    double[] weights = new double[rows];
    for (int row = 0; row < rows; row++) {
      positive[row] = row == 0 || (row > 1 && random.nextInt(3) == 0);
      double p = Math.min(0.99, 1e-9 + random.nextDouble() * (positive[row] ? 1 : 0.7));
      probabilities[row] = tied ? 0.1 + Math.round(5 * p) / 6.0 : p;
      weights[row] = row < 2 ? 1 : random.nextInt(4);
    }
    Scores scores = Scores.ofProbabilities(probabilities, positive);
    return weighted ? scores.withWeights(weights) : scores;
  }

  private static void assertFound(String rule, Scores scores) {
    List<Cut> cuts = cuts(scores);
    Cut wanted = expected(rule, cuts);
    if (rule.startsWith("precision") && wanted.precision() < 0.6) {
      double highest = cuts.stream().mapToDouble(Cut::precision).max().orElseThrow();
      assertThatThrownBy(() -> Threshold.parse(rule).between(scores))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "no threshold satisfies %s: the highest precision of any is %s; set precision:%s or less"
                  .formatted(rule, highest, highest));
      return;
    }
    double between = Threshold.parse(rule).between(scores);
    double least = wanted.least() > 1 ? 1 : wanted.least();
    assertThat(between).isCloseTo((least + wanted.below()) / 2, within(1e-15));
    assertThat(between).isGreaterThan(wanted.below()).isLessThanOrEqualTo(least);
    assertThat(Threshold.parse(rule).in(scores)).isEqualTo(wanted.least() > 1 ? between : least);

    for (double threshold : new double[] {between, Threshold.parse(rule).in(scores)}) {
      Confusion counts = Confusion.at(threshold, scores);
      assertThat(counts)
          .isEqualTo(new Confusion(wanted.tn(), wanted.fp(), wanted.fn(), wanted.tp()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f1",
        "youden",
        "cost:fn=10,fp=1",
        "cost:fn=1,fp=3",
        "recall:0.9",
        "precision:0.6"
      })
  void theBestOfAllCutsIsFound(String rule) {
    Random random = new Random(rule.hashCode());
    for (int draw = 0; draw < DRAWS; draw++) {
      assertFound(rule, drawn(random, draw % 2 == 1));
    }
  }

  @Test
  void rowsOfOneProbabilityAreOnOneSide() {
    Scores equal =
        Scores.ofProbabilities(
            new double[] {0.3, 0.3, 0.3, 0.3}, new boolean[] {true, false, false, false});

    for (String rule : List.of("f1", "youden", "recall:0.9", "precision:0.25", "cost:fn=9,fp=1")) {
      assertThat(Threshold.parse(rule).between(equal)).isEqualTo(0.15);
    }
    assertThat(Threshold.parse("cost:fn=3,fp=1").between(equal))
        .isEqualTo(0.65); // a tie: the highest
    assertThat(Threshold.parse("cost:fn=1,fp=1").in(equal)).isEqualTo(0.65);
    assertThatThrownBy(() -> Threshold.parse("precision:0.5").in(equal))
        .hasMessage(
            "no threshold satisfies precision:0.5: the highest precision of any is 0.25; set precision:0.25 or less");
  }

  @Test
  void theCostsOfRowsDecideWithoutRounding() {
    int rows = 1_000_000;
    double[] probabilities = new double[rows];
    boolean[] positive = new boolean[rows];
    Arrays.fill(probabilities, 0.2);
    Arrays.fill(positive, 0, 100_000, true);
    Scores scores = Scores.ofProbabilities(probabilities, positive);

    assertThat(Threshold.parse("cost:fn=9,fp=1").in(scores)).isEqualTo(0.6); // equal: the highest
    assertThat(Threshold.parse("cost:fn=9.000001,fp=1").in(scores)).isEqualTo(0.2);
    assertThat(Threshold.parse("cost:fn=8.999999,fp=1").in(scores)).isEqualTo(0.6);
  }

  @Test
  void aProbabilityOfOneIsPredictedPositiveAtAnyCost() {
    Scores scores =
        Scores.ofProbabilities(new double[] {1, 1, 0}, new boolean[] {true, false, false});

    assertThat(Threshold.parse("cost:fn=1,fp=100").between(scores)).isEqualTo(0.5);
    assertThat(Threshold.parse("cost:fn=1,fp=100").in(scores)).isEqualTo(1);
  }

  @Test
  void betweenNeighboursAmongTheNumbersIsTheUpper() {
    double upper = Math.nextUp(0.25);
    Scores scores = Scores.ofProbabilities(new double[] {upper, 0.25}, new boolean[] {true, false});
    Scores least =
        Scores.ofProbabilities(new double[] {Double.MIN_VALUE, 0}, new boolean[] {true, false});
    Scores zero = Scores.ofProbabilities(new double[] {0, 0}, new boolean[] {true, false});

    assertThat(Threshold.parse("f1").between(scores)).isEqualTo(upper);
    assertThat(Threshold.parse("f1").between(least)).isEqualTo(Double.MIN_VALUE);
    assertThat(Threshold.parse("f1").between(zero)).isZero();
  }

  @Test
  void aRecallOfExactlyTheShareSuffices() {
    boolean[] positive = new boolean[20];
    double[] probabilities = new double[20];
    for (int row = 0; row < 20; row++) {
      positive[row] = row < 10;
      probabilities[row] = (20 - row) / 32.0;
    }
    Scores scores = Scores.ofProbabilities(probabilities, positive);

    assertThat(Threshold.parse("recall:0.9").in(scores)).isEqualTo(12 / 32.0);
    assertThat(Threshold.parse("recall>=0.91").in(scores)).isEqualTo(11 / 32.0);
    assertThat(Threshold.parse("recall:1").between(scores)).isEqualTo(10.5 / 32);
    assertThat(Threshold.parse("precision>=1").between(scores)).isEqualTo(10.5 / 32);
  }

  @Test
  void withoutPositiveRowsThereIsNoRecallAndNoPrecision() {
    Scores scores = Scores.ofProbabilities(new double[] {0.2}, new boolean[] {false});

    for (String rule : List.of("recall:0.5", "precision:0.5")) {
      assertThatThrownBy(() -> Threshold.parse(rule).in(scores))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("threshold " + rule + " needs positive rows, was only negative ones");
    }
  }

  @Test
  void aNumberIsItselfForAnyRows() {
    Scores scores = Scores.ofProbabilities(new double[] {0.2}, new boolean[] {false});

    assertThat(Threshold.parse("0.25").between(scores)).isEqualTo(0.25);
  }
}
