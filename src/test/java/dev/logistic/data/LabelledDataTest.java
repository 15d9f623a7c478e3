package dev.logistic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledDataTest {

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
  private final NDArray features = manager.create(new float[][] {{1, 2}, {3, 4}, {5, 6}});

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void labelsOfAnyNumberTypeBecomeAColumnOfTheFeaturesType() {
    for (NDArray labels :
        List.of(
            manager.create(new boolean[] {true, false, true}),
            manager.create(new int[] {1, 0, 1}),
            manager.create(new double[] {1, 0, 1}),
            manager.create(new float[] {1, 0, 1}).reshape(3, 1))) {
      try (LabelledData data = LabelledData.of(features, labels)) {
        assertThat(data.labels().getShape()).isEqualTo(new Shape(3, 1));
        assertThat(data.labels().toFloatArray()).containsExactly(1, 0, 1);
      }
    }
  }

  @Test
  void columnsAreNumberedWhereTheyHaveNoNames() {
    try (LabelledData data = LabelledData.of(features, manager.create(new float[] {1, 0, 1}))) {
      assertThat(data.featureNames()).containsExactly("x0", "x1");
      assertThat(data.rows()).isEqualTo(3);
      assertThat(data.columns()).isEqualTo(2);
    }
  }

  @Test
  void closingLeavesTheCallersArraysOpen() {
    NDArray labels = manager.create(new float[] {1, 0, 1});
    LabelledData.of(features, labels).close();

    assertThat(features.toFloatArray()).hasSize(6);
    assertThat(labels.toFloatArray()).hasSize(3);
  }

  @Test
  void wrongShapesAndTypesAreNamed() {
    NDArray labels = manager.create(new float[] {1, 0, 1});

    assertThatThrownBy(() -> LabelledData.of(labels, labels))
        .hasMessage("features must have shape (rows, columns) with at least one of each, was (3)");
    assertThatThrownBy(() -> LabelledData.of(manager.zeros(new Shape(0, 2)), labels))
        .hasMessage(
            "features must have shape (rows, columns) with at least one of each, was (0, 2)");
    assertThatThrownBy(() -> LabelledData.of(features.toType(DataType.INT32, true), labels))
        .hasMessage("features must be float32 or float64, was int32");
    assertThatThrownBy(() -> LabelledData.of(features, manager.create(new float[] {1, 0})))
        .hasMessage("labels must have shape (3) or (3, 1), was (2)");
    assertThatThrownBy(() -> LabelledData.of(features, labels, List.of("a")))
        .hasMessage("there must be one feature name for each of 2 columns, was [a]");
  }

  @Test
  void aLabelOtherThanZeroAndOneIsNamedWithItsRow() {
    assertThatThrownBy(() -> LabelledData.of(features, manager.create(new float[] {1, 0, 2})))
        .hasMessage("labels must be 0 or 1, was 2.0 in row 2");
    assertThatThrownBy(
            () -> LabelledData.of(features, manager.create(new float[] {1, Float.NaN, 2})))
        .hasMessage("labels must be 0 or 1, was NaN in row 1");
  }

  @Test
  void aWrongLabelFarDownIsNamedWithItsRowToo() {
    float[] labels = new float[100_000];
    NDArray zeros = manager.zeros(new Shape(labels.length, 1));

    labels[99_999] = 3;
    assertThatThrownBy(() -> LabelledData.of(zeros, manager.create(labels)))
        .hasMessage("labels must be 0 or 1, was 3.0 in row 99999");
    labels[70_000] = 0.5f;
    assertThatThrownBy(() -> LabelledData.of(zeros, manager.create(labels)))
        .hasMessage("labels must be 0 or 1, was 0.5 in row 70000");
  }

  @Test
  void ofMoreThanTwoClassesLabelsAreTheirPlaces() {
    List<String> classes = List.of("red", "green", "blue");
    NDArray labels = manager.create(new int[] {2, 0, 1});

    try (LabelledData data = LabelledData.ofClasses(features, labels, List.of(), classes)) {
      assertThat(data.labels().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(data.labels().toFloatArray()).containsExactly(2, 0, 1);
      assertThat(data.classes()).isEqualTo(classes);
      assertThat(data.featureNames()).containsExactly("x0", "x1");
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {3, -1, 0.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aLabelThatIsNoClassesPlaceIsNamedWithItsRow(float wrong) {
    List<String> classes = List.of("red", "green", "blue");
    NDArray labels = manager.create(new float[] {2, wrong, wrong});

    assertThatThrownBy(() -> LabelledData.ofClasses(features, labels, List.of(), classes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must be whole numbers from 0 to 2, was " + wrong + " in row 1");
  }

  @Test
  void oneClassOrOneTwiceIsRefused() {
    NDArray labels = manager.create(new float[] {0, 0, 0});

    assertThatThrownBy(
            () -> LabelledData.ofClasses(features, labels, List.of(), List.of("a", "b", "a")))
        .hasMessage("there must be at least two classes, all different, was [a, b, a]");
    assertThatThrownBy(() -> LabelledData.ofClasses(features, labels, List.of(), List.of("a")))
        .hasMessage("there must be at least two classes, all different, was [a]");
  }

  @Test
  void aFeatureThatIsNotFiniteIsNamedWithItsColumnAndRow() {
    NDArray labels = manager.create(new float[] {1, 0, 1});
    NDArray nan = manager.create(new float[][] {{1, 2}, {3, Float.NaN}, {5, 6}});
    NDArray infinite = manager.create(new float[][] {{1, 2}, {3, 4}, {Float.NEGATIVE_INFINITY, 6}});

    assertThatThrownBy(() -> LabelledData.of(nan, labels, List.of("age", "income")))
        .hasMessage("features must be finite, was NaN in column income, row 1");
    assertThatThrownBy(() -> LabelledData.of(infinite, labels))
        .hasMessage("features must be finite, was -Infinity in column x0, row 2");
  }

  @Test
  void finiteFeaturesWhoseSumOverflowsAreFine() {
    NDArray huge = manager.create(new float[][] {{3e38f, 3e38f}, {3e38f, 3e38f}, {1, 1}});

    try (LabelledData data = LabelledData.of(huge, manager.create(new float[] {1, 0, 1}))) {
      assertThat(data.rows()).isEqualTo(3);
    }
  }

  @Test
  void theFingerprintIdentifiesData() {
    NDArray labels = manager.create(new float[] {1, 0, 1});
    NDArray otherLabels = manager.create(new float[] {1, 0, 0});
    try (LabelledData data = LabelledData.of(features, labels);
        LabelledData same = LabelledData.of(features.duplicate(), labels);
        LabelledData other = LabelledData.of(features, otherLabels);
        LabelledData renamed = LabelledData.of(features, labels, List.of("a", "b"))) {
      assertThat(Fingerprint.of(data)).matches("[0-9a-f]{64}").isEqualTo(Fingerprint.of(same));
      assertThat(Fingerprint.of(other)).isNotEqualTo(Fingerprint.of(data));
      assertThat(Fingerprint.of(renamed)).isNotEqualTo(Fingerprint.of(data));
    }
  }
}
