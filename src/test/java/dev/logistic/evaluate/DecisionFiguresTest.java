package dev.logistic.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compared with the figures that {@code bench/decision_figures.py} stored. */
class DecisionFiguresTest {

  private static final double TOLERANCE = 1e-12;

  static Iterable<JsonObject> cases() throws IOException {
    return StreamSupport.stream(
            StoredFigures.read("decision.json").getAsJsonArray("cases").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static Scores scores(JsonObject of) {
    double[] labels = StoredFigures.numbers(of.get("positive"));
    boolean[] positive = new boolean[labels.length];
    for (int row = 0; row < labels.length; row++) {
      positive[row] = labels[row] == 1;
    }
    Scores scores =
        Scores.ofProbabilities(StoredFigures.numbers(of.get("probabilities")), positive);
    return of.has("weights")
        ? scores.withWeights(StoredFigures.numbers(of.get("weights")))
        : scores;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePrecisionOfTheHighestRowsIsTheMeanOverAllOrdersOfTies(JsonObject of) {
    Scores scores = scores(of);
    if (!of.has("precision_at")) {
      return; // rows with weights are compared with repeated rows
    }
    double[] expected = StoredFigures.numbers(of.get("precision_at"));
    double base = scores.positives() / scores.total();
    for (int k = 1; k <= expected.length; k++) {
      PrecisionAtK at = PrecisionAtK.of(scores, k);
      assertThat(at.precision()).isCloseTo(expected[k - 1], within(TOLERANCE));
      assertThat(at.recall())
          .isCloseTo(expected[k - 1] * k / scores.positives(), within(TOLERANCE));
      assertThat(at.lift()).isCloseTo(expected[k - 1] / base, within(1e-11));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theNetBenefitIsThatOfThePredictions(JsonObject of) {
    Scores scores = scores(of);
    DecisionCurve curve = DecisionCurve.of(scores);

    assertThat(curve.ofModel())
        .containsExactly(StoredFigures.numbers(of.get("net_benefit")), within(TOLERANCE));
    assertThat(curve.ofAll())
        .containsExactly(StoredFigures.numbers(of.get("net_benefit_of_all")), within(TOLERANCE));
    for (int step : new int[] {0, 7, 50, 99}) {
      double threshold = step / 100.0;
      assertThat(curve.of(Confusion.at(threshold, scores), threshold))
          .isCloseTo(curve.ofModel()[step], within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theLeastCostIsThatOfTheBestOfAllThresholds(JsonObject of) {
    CostCurve curve = CostCurve.of(scores(of));

    assertThat(IntStream.rangeClosed(0, 100).mapToDouble(i -> curve.least(i / 100.0)).toArray())
        .containsExactly(StoredFigures.numbers(of.get("least_cost")), within(TOLERANCE));
  }

  @Test
  void weightsCountAsRepeatedRows() {
    double[] probabilities = {0.9, 0.5, 0.5, 0.2};
    boolean[] positive = {false, true, false, true};
    Scores repeated =
        Scores.ofProbabilities(
            new double[] {0.9, 0.5, 0.5, 0.5, 0.2, 0.2},
            new boolean[] {false, true, true, false, true, true});
    Scores weighted =
        Scores.ofProbabilities(probabilities, positive).withWeights(new double[] {1, 2, 1, 2});

    for (int k = 1; k <= 6; k++) {
      assertThat(PrecisionAtK.of(weighted, k)).isEqualTo(PrecisionAtK.of(repeated, k));
    }
    // 0.5 of the rows of weight 3 in the tie, of which 2 are positive
    assertThat(PrecisionAtK.of(weighted, 2.5).precision())
        .isCloseTo(1.5 * 2 / 3 / 2.5, within(TOLERANCE));
  }

  @Test
  void withoutAPositiveRowThereIsNoRecall() {
    PrecisionAtK at =
        PrecisionAtK.of(Scores.ofProbabilities(new double[] {0.5, 0.1}, new boolean[2]), 1);

    assertThat(at.toMap())
        .containsEntry("k", 1L)
        .containsEntry("precision", 0.0)
        .containsEntry("recall", null)
        .containsEntry("lift", null);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Scores scores = Scores.ofProbabilities(new double[] {0.5, 0.1}, new boolean[2]);

    DoubleStream.of(0, -1, 2.5, Double.NaN)
        .forEach(
            k ->
                assertThatThrownBy(() -> PrecisionAtK.of(scores, k))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                        "k must be above 0 and at most the number of the rows, 2, was "));
    assertThatThrownBy(() -> CostCurve.of(scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be rows of both classes");
  }
}
