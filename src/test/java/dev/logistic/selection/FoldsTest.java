package dev.logistic.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

  private static final int[] LABELS = {0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0};

  private static Folds dealt(int count, long seed) {
    try (NDManager manager = PyTorch.engine().newBaseManager();
        LabelledData data =
            LabelledData.of(manager.zeros(new Shape(LABELS.length, 2)), manager.create(LABELS))) {
      return Folds.stratified(data, count, seed);
    }
  }

  private static int[] of(Folds folds) {
    return IntStream.range(0, LABELS.length).map(folds::of).toArray();
  }

  @Test
  void everyRowIsHeldOutOnceAndTrainedOnOtherwise() {
    Folds folds = dealt(3, 123);

    LongStream all = IntStream.range(0, 3).mapToObj(folds::heldOut).flatMapToLong(Arrays::stream);
    assertThat(all.sorted().toArray()).isEqualTo(LongStream.range(0, 11).toArray());
    for (int fold = 0; fold < folds.count(); fold++) {
      assertThat(folds.training(fold)).isSorted().doesNotContain(folds.heldOut(fold));
      assertThat(folds.training(fold).length + folds.heldOut(fold).length).isEqualTo(11);
    }
  }

  @Test
  void foldsDifferByOneRowAtMostInEachClassAndInAll() {
    Folds folds = dealt(3, 123);

    int[] rows = new int[3];
    int[] positives = new int[3];
    for (int row = 0; row < LABELS.length; row++) {
      rows[folds.of(row)]++;
      positives[folds.of(row)] += LABELS[row];
    }
    assertThat(rows).containsExactlyInAnyOrder(4, 4, 3);
    assertThat(positives).containsExactlyInAnyOrder(2, 1, 1);
  }

  @Test
  void rowsOfWeightZeroAreDealtLastAndDoNotFillAFold() {
    float[] weights = {0, 1, 0, 2, 1, 0, 1, 1, 0, 0, 0};
    try (NDManager manager = PyTorch.engine().newBaseManager();
        LabelledData rows =
            LabelledData.of(manager.zeros(new Shape(LABELS.length, 2)), manager.create(LABELS));
        LabelledData weighted = rows.withWeights(manager.create(weights))) {
      for (long seed = 0; seed < 20; seed++) {
        Folds folds = Folds.stratified(weighted, 2, seed);
        int[] positives = new int[2];
        int[] negatives = new int[2];
        for (int row = 0; row < LABELS.length; row++) {
          if (weights[row] > 0) {
            (LABELS[row] == 1 ? positives : negatives)[folds.of(row)]++;
          }
        }
        assertThat(positives).containsExactly(1, 1);
        assertThat(negatives).containsExactlyInAnyOrder(2, 1);
        assertThat(Math.abs(folds.heldOut(0).length - folds.heldOut(1).length)).isEqualTo(1);
      }
      assertThatThrownBy(() -> Folds.stratified(weighted, 3, 123))
          .hasMessage(
              "cross-validation with 3 folds needs at least 3 rows of each class that weigh more"
                  + " than 0, class \"1\" has 2");
    }
  }

  @Test
  void theSeedAloneDecides() {
    assertThat(of(dealt(3, 123))).isEqualTo(of(dealt(3, 123)));
    assertThat(of(dealt(3, 123))).isNotEqualTo(of(dealt(3, 124)));
  }

  @Test
  void theTrialsOfARowShareAFold() {
    double[][] x = new double[12][1];
    int[] trials = {3, 0, 5, 2, 4, 4, 1, 2, 6, 3, 3, 2};
    int[] events = {1, 0, 5, 1, 0, 2, 1, 0, 3, 2, 1, 0};
    try (LabelledData data = LabelledData.ofTrials(x, events, trials)) {
      Folds folds = Folds.stratified(data, 3, 123);

      int[] rows = new int[3];
      int[] withEvents = new int[3];
      for (int row = 0; row < trials.length; row++) {
        int fold = folds.of(2 * row);
        assertThat(folds.of(2 * row + 1)).isEqualTo(fold);
        rows[fold]++;
        withEvents[fold] += events[row] > 0 ? 1 : 0;
      }
      assertThat(rows).containsExactly(4, 4, 4);
      assertThat(withEvents).containsExactlyInAnyOrder(3, 3, 2);
      assertThatThrownBy(() -> Folds.stratified(data, 9, 123))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("class \"1\" has 8");
    }
  }
}
