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

  private static LabelledData inGroups(LabelledData data, int... ids) {
    return data.withGroups(ids);
  }

  @Test
  void rowsOfAGroupShareAFoldAndEachFoldHasEveryClass() {
    int[] groups = {5, 5, 5, 8, 8, 8, 2, 2, 2, 3, 3};
    try (NDManager manager = PyTorch.engine().newBaseManager();
        LabelledData data =
            LabelledData.of(manager.zeros(new Shape(LABELS.length, 2)), manager.create(LABELS))) {
      Folds folds = Folds.stratified(inGroups(data, groups), 3, 123);

      for (int row = 0; row < groups.length; row++) {
        for (int other = 0; other < row; other++) {
          if (groups[row] == groups[other]) {
            assertThat(folds.of(row)).isEqualTo(folds.of(other));
          }
        }
      }
      for (int fold = 0; fold < 3; fold++) {
        assertThat(Arrays.stream(folds.heldOut(fold)).map(row -> LABELS[(int) row]))
            .contains(0L, 1L);
        assertThat(folds.training(fold).length + folds.heldOut(fold).length).isEqualTo(11);
      }
      assertThat(of(Folds.stratified(inGroups(data, groups), 3, 123))).isEqualTo(of(folds));
    }
  }

  @Test
  void tooFewGroupsAreRefused() {
    try (NDManager manager = PyTorch.engine().newBaseManager();
        LabelledData data =
            LabelledData.of(manager.zeros(new Shape(LABELS.length, 2)), manager.create(LABELS))) {
      assertThatThrownBy(
              () -> Folds.stratified(inGroups(data, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1), 3, 123))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cross-validation with 3 folds needs at least 3 groups of rows (data.group), found 2");
      assertThatThrownBy(
              () -> Folds.stratified(inGroups(data, 0, 1, 2, 3, 2, 5, 6, 2, 8, 9, 10), 3, 123))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cross-validation with 3 folds needs at least 3 groups of rows (data.group) with class"
                  + " \"1\", found 2");
    }
  }

  @Test
  void theTrialsOfAGroupShareAFold() {
    double[][] x = new double[8][1];
    int[] trials = {3, 1, 5, 2, 4, 4, 1, 2};
    int[] events = {1, 0, 5, 1, 1, 2, 1, 0};
    int[] groups = {0, 0, 1, 1, 2, 2, 3, 3};
    int[] twice = IntStream.range(0, 16).map(row -> groups[row / 2]).toArray();
    try (LabelledData data = LabelledData.ofTrials(x, events, trials)) {
      Folds folds = Folds.stratified(data.withGroups(twice), 2, 123);

      for (int row = 0; row < 16; row++) {
        assertThat(folds.of(row)).isEqualTo(folds.of(row / 4 * 4));
      }
      assertThatThrownBy(() -> data.withGroups(IntStream.range(0, 16).toArray()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "expected one group for both rows of a pair of trials, found 0 and 1 in rows 0 and 1");
      assertThatThrownBy(() -> data.withGroups(groups))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a group for each of 16 rows, found 8");
    }
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
