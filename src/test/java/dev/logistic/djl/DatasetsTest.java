package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows from DJL's data sets. Row i is (i, -i), its label is whether i is in the upper half. */
class DatasetsTest {

  private NDManager manager;
  private int before;

  @BeforeEach
  void open() {
    Engine.getEngine("PyTorch");
    before = LiveArrays.count();
    manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
  }

  @AfterEach
  void nothingIsLeftOpenButWhatTheManagerOwns() {
    manager.close();
    assertThat(LiveArrays.count()).isEqualTo(before);
  }

  private NDArray features(int rows) {
    float[] values = new float[2 * rows];
    for (int i = 0; i < rows; i++) {
      values[2 * i] = i;
      values[2 * i + 1] = -i;
    }
    return manager.create(values, new Shape(rows, 2));
  }

  private NDArray labels(int rows) {
    return manager.create(IntStream.range(0, rows).map(i -> 2 * i < rows ? 0 : 1).toArray());
  }

  private ArrayDataset arrays(int rows, int batch, boolean random) {
    return new ArrayDataset.Builder()
        .setData(features(rows))
        .optLabels(labels(rows))
        .setSampling(batch, random)
        .build();
  }

  private static float[] firstColumn(LabelledData data) {
    try (NDArray column = data.features().get(":, 0")) {
      return column.toFloatArray();
    }
  }

  private static void assertRows(LabelledData data, int rows) {
    assertThat(data.features().getShape()).isEqualTo(new Shape(rows, 2));
    assertThat(data.labels().getShape()).isEqualTo(new Shape(rows, 1));
    float[] column = firstColumn(data);
    float[] labels = data.labels().toFloatArray();
    for (int i = 0; i < rows; i++) {
      assertThat(column[i]).isEqualTo(i);
      assertThat(labels[i]).isEqualTo(2 * i < rows ? 0 : 1);
    }
  }

  @Test
  void anArrayDatasetGivesEveryRowInOrderWhateverItsSampler() throws Exception {
    for (boolean random : new boolean[] {false, true}) {
      try (LabelledData data = Datasets.labelledData(arrays(10, 3, random), manager)) {
        assertRows(data, 10);
      }
    }
  }

  @Test
  void theRowsAreCopiesThatOutliveTheDataset() throws Exception {
    LabelledData data;
    try (NDManager owner = manager.newSubManager()) {
      NDArray features = features(6);
      NDArray labels = labels(6);
      features.attach(owner);
      labels.attach(owner);
      data =
          Datasets.labelledData(
              new ArrayDataset.Builder()
                  .setData(features)
                  .optLabels(labels)
                  .setSampling(2, false)
                  .build(),
              manager);
    }
    try (data) {
      assertRows(data, 6);
    }
  }

  @Test
  void transformsAreApplied() throws Exception {
    ArrayDataset doubled =
        new ArrayDataset.Builder()
            .setData(features(4))
            .optLabels(labels(4))
            .setSampling(2, false)
            .addTransform(array -> array.add(array))
            .build();
    try (LabelledData data = Datasets.labelledData(doubled, manager)) {
      assertThat(firstColumn(data)).containsExactly(0, 2, 4, 6);
    }
  }

  /** For ranges, DJL returns the wrong rows of a split. */
  @Test
  void aRandomSplitGivesTheRowsThatAreItsOwn() throws Exception {
    RandomAccessDataset[] parts = arrays(100, 8, false).randomSplit(8, 2);
    List<Float> all = new ArrayList<>();
    for (RandomAccessDataset part : parts) {
      try (LabelledData data = Datasets.labelledData(part, manager)) {
        float[] column = firstColumn(data);
        float[] labels = data.labels().toFloatArray();
        assertThat(column).hasSize(Math.toIntExact(part.size()));
        for (int i = 0; i < column.length; i++) {
          float expected = part.get(manager, i).getData().get(0).getFloat(0);
          assertThat(column[i]).isEqualTo(expected);
          assertThat(labels[i]).isEqualTo(expected < 50 ? 0 : 1);
          all.add(column[i]);
        }
      }
    }
    assertThat(all).hasSize(100).doesNotHaveDuplicates();
    assertThat(all).isNotEqualTo(all.stream().sorted().toList());
  }

  @Test
  void aSplitOfOneRowGivesIt() throws Exception {
    RandomAccessDataset one = arrays(5, 2, false).subDataset(List.of(3L, 1L)).subDataset(1, 2);
    try (LabelledData data = Datasets.labelledData(one, manager)) {
      assertThat(firstColumn(data)).containsExactly(1);
    }
  }

  /** Records one by one, as of a data set that reads files. */
  private static final class Numbers extends RandomAccessDataset {
    private final int rows;
    private boolean prepared;

    Numbers(Builder builder) {
      super(builder);
      rows = builder.rows;
    }

    @Override
    public Record get(NDManager manager, long index) {
      assertThat(prepared).isTrue();
      return new Record(
          new NDList(manager.create(new double[] {index, -index})),
          new NDList(manager.create(2 * index < rows ? 0L : 1L)));
    }

    @Override
    protected long availableSize() {
      return rows;
    }

    @Override
    public void prepare(Progress progress) {
      prepared = true;
    }

    static final class Builder extends BaseBuilder<Builder> {
      private int rows;

      @Override
      protected Builder self() {
        return this;
      }
    }
  }

  @Test
  void aDatasetOfRecordsIsReadInBatches() throws Exception {
    Numbers.Builder builder = new Numbers.Builder().setSampling(7, true, true);
    builder.rows = 2_500;
    try (LabelledData data = Datasets.labelledData(new Numbers(builder), manager)) {
      assertThat(data.features().getDataType()).isEqualTo(DataType.FLOAT64);
      assertThat(data.rows()).isEqualTo(2_500);
      double[] all = data.features().toDoubleArray();
      double[] labels = data.labels().toDoubleArray();
      for (int i = 0; i < 2_500; i++) {
        assertThat(all[2 * i]).isEqualTo(i);
        assertThat(labels[i]).isEqualTo(i < 1_250 ? 0 : 1);
      }
    }
  }

  /** A data set that has nothing but batches. */
  private record Stream(List<IntFunction<Batch>> batches) implements Dataset {
    @Override
    public Iterable<Batch> getData(NDManager manager) {
      return () -> {
        Iterator<IntFunction<Batch>> each = batches.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Batch next() {
            return each.next().apply(0);
          }
        };
      };
    }

    @Override
    public void prepare(Progress progress) throws IOException {}
  }

  private IntFunction<Batch> batch(NDList features, NDList labels) {
    return i ->
        new Batch(
            manager.newSubManager(), features, labels, 1, Batchifier.STACK, Batchifier.STACK, 0, 0);
  }

  private IntFunction<Batch> batch(Shape features, Shape labels) {
    return batch(new NDList(manager.ones(features)), new NDList(manager.ones(labels)));
  }

  @Test
  void anyOtherDatasetGivesItsBatchesAndEachIsClosed() throws Exception {
    List<Batch> made = new ArrayList<>();
    IntFunction<Batch> first = batch(new Shape(2, 3), new Shape(2));
    IntFunction<Batch> second = batch(new Shape(1, 3), new Shape(1, 1));
    Dataset dataset =
        new Stream(
            List.of(
                i -> {
                  made.add(first.apply(i));
                  return made.get(0);
                },
                i -> {
                  assertThat(made.get(0).getManager()).isNull(); // closed
                  return second.apply(i);
                }));
    try (LabelledData data = Datasets.labelledData(dataset, manager)) {
      assertThat(data.features().getShape()).isEqualTo(new Shape(3, 3));
      assertThat(data.labels().toFloatArray()).containsExactly(1, 1, 1);
      assertThat(data.featureNames()).containsExactly("x0", "x1", "x2");
    }
  }

  private void assertRefused(String message, List<IntFunction<Batch>> batches) {
    int open = LiveArrays.count();
    assertThatThrownBy(() -> Datasets.labelledData(new Stream(batches), manager))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(LiveArrays.count()).isLessThanOrEqualTo(open);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsBatchAndShape() {
    IntFunction<Batch> good = batch(new Shape(2, 3), new Shape(2));
    assertRefused("the data set must have at least one row, has none", List.of());
    assertRefused(
        "batch 0: features must have shape (rows, columns), was (4)",
        List.of(batch(new Shape(4), new Shape(4))));
    assertRefused(
        "batch 1: features must have shape (rows, 3) and type float32 as those before, was (2, 4) and float32",
        List.of(good, batch(new Shape(2, 4), new Shape(2))));
    assertRefused(
        "batch 0: labels must have shape (2) or (2, 1), was (2, 2)",
        List.of(batch(new Shape(2, 3), new Shape(2, 2))));
    assertRefused(
        "batch 0 must hold one array of labels, were 0",
        List.of(batch(new NDList(manager.ones(new Shape(2, 3))), new NDList())));
    assertRefused(
        "features must be float32 or float64, was int32",
        List.of(
            batch(
                new NDList(manager.ones(new Shape(2, 3), DataType.INT32)),
                new NDList(manager.ones(new Shape(2))))));
  }

  @Test
  void labelsBeyondTheClassesAreRefusedAndMoreClassesCanBeNamed() throws Exception {
    ArrayDataset three =
        new ArrayDataset.Builder()
            .setData(features(3))
            .optLabels(manager.create(new float[] {0, 1, 2}))
            .setSampling(3, false)
            .build();

    assertThatThrownBy(() -> Datasets.labelledData(three, manager))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must be 0 or 1, was 2.0 in row 2");
    try (LabelledData data =
        Datasets.labelledData(three, List.of("a", "b"), List.of("x", "y", "z"), manager)) {
      assertThat(data.outputs()).isEqualTo(3);
      assertThat(data.featureNames()).containsExactly("a", "b");
    }
  }

  @Test
  void aTrainingOnADatasetIsThatOnItsArrays() throws Exception {
    Settings settings =
        Settings.original().with(Settings.EPOCHS, 3).with(Settings.LEARNING_RATE, 0.01);
    try (LabelledData own = LabelledData.of(features(20), labels(20));
        LabelledData data = Datasets.labelledData(arrays(20, 4, true), manager);
        TrainingResult expected = LogisticRegression.with(settings).train(own);
        TrainingResult actual = LogisticRegression.with(settings).train(data)) {
      assertThat(actual.model().coefficients()).isEqualTo(expected.model().coefficients());
      assertThat(actual.model().card().trainingData())
          .isEqualTo(expected.model().card().trainingData());
    }
  }
}
