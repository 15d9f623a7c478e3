package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compared with rows that are sorted and cut one by one. */
class GainsTest {

  private static double[] distinct(Random random, int rows) {
    return random.ints(0, 1 << 30).distinct().limit(rows).mapToDouble(i -> i / 0x1p30).toArray();
  }

  private static boolean[] classes(Random random, double[] probabilities) {
    boolean[] positive = new boolean[probabilities.length];
    for (int row = 0; row < positive.length; row++) {
      positive[row] = random.nextDouble() < probabilities[row];
    }
    return positive;
  }

  @Test
  void bandsHoldTheRowsOfHighestProbability() {
    Random random = new Random(3);
    double[] probabilities = distinct(random, 569);
    boolean[] positive = classes(random, probabilities);
    int[] order =
        IntStream.range(0, 569)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -probabilities[row]))
            .mapToInt(row -> row)
            .toArray();
    double all = IntStream.range(0, 569).filter(row -> positive[row]).count();

    List<Gains.Band> bands = Gains.of(Scores.ofProbabilities(probabilities, positive), 10).bands();
    assertThat(bands)
        .extracting(Gains.Band::rows)
        .containsExactly(57.0, 57.0, 57.0, 57.0, 57.0, 57.0, 57.0, 57.0, 57.0, 56.0);
    double found = 0;
    for (int i = 0; i < 10; i++) {
      Gains.Band band = bands.get(i);
      int[] rows = Arrays.copyOfRange(order, 57 * i, Math.min(57 * (i + 1), 569));
      double positives = Arrays.stream(rows).filter(row -> positive[row]).count();
      found += positives;
      double reached = Math.min(57 * (i + 1), 569);
      assertThat(band.to()).isEqualTo(probabilities[rows[0]]);
      assertThat(band.from()).isEqualTo(probabilities[rows[rows.length - 1]]);
      assertThat(band.positives()).isEqualTo(positives);
      assertThat(band.rate()).isEqualTo(positives / rows.length);
      assertThat(band.cumulativeGain()).isEqualTo(found / all);
      assertThat(band.lift()).isCloseTo(positives / rows.length / (all / 569), within(1e-14));
      assertThat(band.cumulativeLift()).isCloseTo(found / reached / (all / 569), within(1e-14));
    }
  }

  @Test
  void allRowsTogetherHaveALiftOfOne() {
    for (int most : new int[] {1, 7, 10, 1000}) {
      Scores scores = RandomScores.of(4, 1000, 0.3, 40);
      List<Gains.Band> bands = Gains.of(scores, most).bands();

      Gains.Band last = bands.get(bands.size() - 1);
      assertThat(last.cumulativeLift()).isEqualTo(1);
      assertThat(last.cumulativeGain()).isEqualTo(1);
      assertThat(bands.stream().mapToDouble(Gains.Band::rows).sum()).isEqualTo(1000);
      assertThat(bands.stream().mapToDouble(Gains.Band::positives).sum())
          .isEqualTo(scores.positives());
      assertThat(bands.stream().mapToDouble(band -> band.rows() / 1000 * band.lift()).sum())
          .isCloseTo(1, within(1e-14));
    }
  }

  @Test
  void rowsOfEqualProbabilityShareABandSoThatTheirOrderHasNoEffect() {
    double[] probabilities = {0.9, 0.5, 0.5, 0.5, 0.5, 0.1};
    boolean[] one = {true, true, false, false, false, false};
    boolean[] other = {true, false, false, false, true, false};

    Gains gains = Gains.of(Scores.ofProbabilities(probabilities.clone(), one), 6);
    assertThat(gains).isEqualTo(Gains.of(Scores.ofProbabilities(probabilities, other), 6));
    assertThat(gains.bands()).extracting(Gains.Band::rows).containsExactly(1.0, 4.0, 1.0);
    assertThat(gains.bands()).extracting(Gains.Band::lift).containsExactly(3.0, 0.75, 0.0);
  }

  @Test
  void aMillionRowsAreCutExactly() {
    int rows = 1_000_000;
    double[] probabilities = IntStream.range(0, rows).mapToDouble(i -> i / (double) rows).toArray();
    boolean[] positive = new boolean[rows];
    Arrays.fill(positive, 900_000, rows, true);

    List<Gains.Band> bands = Gains.of(Scores.ofProbabilities(probabilities, positive), 10).bands();
    assertThat(bands).hasSize(10).extracting(Gains.Band::rows).containsOnly(1e5);
    assertThat(bands.get(0).lift()).isEqualTo(10);
    assertThat(bands.get(9).lift()).isZero();
  }

  @Test
  void weightsCountAsRepeatedRows() {
    Random random = new Random(5);
    double[] probabilities = distinct(random, 300);
    boolean[] positive = classes(random, probabilities);
    double[] weights = random.ints(300, 0, 4).asDoubleStream().toArray();
    int[] copies =
        IntStream.range(0, 300)
            .flatMap(row -> IntStream.range(0, (int) weights[row]).map(copy -> row))
            .toArray();
    boolean[] positiveCopies = new boolean[copies.length];
    for (int i = 0; i < copies.length; i++) {
      positiveCopies[i] = positive[copies[i]];
    }
    Gains expected =
        Gains.of(
            Scores.ofProbabilities(
                Arrays.stream(copies).mapToDouble(row -> probabilities[row]).toArray(),
                positiveCopies),
            10);

    assertThat(Gains.of(Scores.ofProbabilities(probabilities, positive).withWeights(weights), 10))
        .isEqualTo(expected);
  }

  @Test
  void weightsThatAreNoBinaryFractionsAreCutAsIfTheyWere() {
    double[] weights = new double[100];
    Arrays.fill(weights, 0.1);
    double[] probabilities = IntStream.range(0, 100).mapToDouble(i -> i / 100.0).toArray();
    Scores scores = Scores.ofProbabilities(probabilities, new boolean[100]).withWeights(weights);

    assertThat(Gains.of(scores, 10).bands())
        .hasSize(10)
        .allSatisfy(band -> assertThat(band.rows()).isCloseTo(1, within(1e-12)));
  }

  @Test
  void withoutAPositiveRowThereIsNoGain() {
    Gains gains = Gains.of(Scores.ofProbabilities(new double[] {0.5}, new boolean[1]), 10);

    assertThat(gains.toList()).hasSize(1);
    assertThat(gains.toList().get(0))
        .containsEntry("rate", 0.0)
        .containsEntry("rows", 1L)
        .containsEntry("cumulative_gain", null)
        .containsEntry("lift", null)
        .containsEntry("cumulative_lift", null);
  }

  @Test
  void thereIsAtLeastOneBand() {
    Scores scores = Scores.ofProbabilities(new double[] {0.5}, new boolean[1]);

    assertThatThrownBy(() -> Gains.of(scores, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be at least 1 band, was 0");
  }
}
