package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A run of rows cut into minibatches. What objectives need is computed lazily for the whole run and
 * then cut, which costs a fraction of computing it for each minibatch. Safe on several threads.
 */
final class Chunk implements AutoCloseable {

  private static final long MOST_ROWS_OF_SIGNS = 1 << 10;

  private final NDManager manager;
  private final boolean onGpu;
  private final long[] starts; // start of each part, then the number of rows
  private final NDList features; // of all rows, or of each part
  private final NDArray classes; // of each row, from 0
  private final int classCount;
  private final NDArray opposites; // of the signs of all rows
  private final @Nullable NDArray weights;
  private final NDList weightColumns;
  private final NDList offsetColumns; // none without an offset
  private final List<Minibatch> minibatches;
  private final Minibatch.Labels[] labels;
  private @Nullable NDList signColumns;
  private @Nullable NDList designs;
  private @Nullable NDList featureParts;
  private @Nullable NDList featuresTransposed;
  private @Nullable NDList oppositeColumns;
  private @Nullable NDList negatives;
  private final Map<Long, NDArray> negativeMeans = new HashMap<>(); // by size
  private @Nullable NDList weightedNegativeMeans;
  private final Map<Long, NDArray> sizes = new HashMap<>(); // by size
  private @Nullable NDList indicators;
  private @Nullable NDArray wholeOpposed;
  private @Nullable NDList opposed;
  private @Nullable NDList opposedTransposed;

  /**
   * @param manager its own, to which features, labels and weights belong
   * @param features of all rows in one array, or a separate array for each part
   * @param classCount how many classes the labels are of
   * @param weights with a mean of 1 over all rows of the data; null where all rows count alike
   * @param offsets added to the logits; null for nothing
   */
  Chunk(
      NDManager manager,
      NDList features,
      NDArray labels,
      int classCount,
      @Nullable NDArray weights,
      @Nullable NDArray offsets,
      long batchSize) {
    this.manager = manager;
    this.onGpu = labels.getDevice().isGpu();
    this.starts = starts(labels.size(), batchSize);
    this.features = features;
    this.classes = labels;
    this.classCount = classCount;
    this.opposites = labels.mul(-2).addi(1);
    this.labels = batchSize == 1 ? ofSingleRows(opposites) : new Minibatch.Labels[0];
    this.weights = weights;
    this.weightColumns = weights == null ? new NDList() : cut(weights, 0);
    this.offsetColumns = offsets == null ? new NDList() : cut(offsets, 0);
    this.minibatches = minibatches(batchSize);
  }

  /** Where each part starts: no part reaches across minibatches or is longer than a part may be. */
  private static long[] starts(long rows, long batchSize) {
    LongStream.Builder starts = LongStream.builder();
    for (long batch = 0; batch < rows; batch += batchSize) {
      long end = Math.min(rows, batch + batchSize);
      for (long part = batch; part < end; part += Minibatch.ROWS_A_PART) {
        starts.add(part);
      }
    }
    return starts.add(rows).build().toArray();
  }

  private List<Minibatch> minibatches(long batchSize) {
    List<Minibatch> all = new ArrayList<>();
    int partsEach =
        Math.toIntExact((batchSize + Minibatch.ROWS_A_PART - 1) / Minibatch.ROWS_A_PART);
    int parts = starts.length - 1;
    for (int first = 0; first < parts; first += partsEach) {
      all.add(new Minibatch(this, first, Math.min(parts, first + partsEach)));
    }
    return all;
  }

  private static Minibatch.Labels[] ofSingleRows(NDArray opposites) {
    try (NDArray positive = opposites.lt(0)) {
      boolean[] each = positive.toBooleanArray();
      return IntStream.range(0, each.length)
          .mapToObj(row -> each[row] ? Minibatch.Labels.ALL_ONE : Minibatch.Labels.ALL_ZERO)
          .toArray(Minibatch.Labels[]::new);
    }
  }

  Minibatch.Labels labels(int index) {
    return labels.length == 0 ? Minibatch.Labels.MIXED : labels[index];
  }

  NDManager manager() {
    return manager;
  }

  boolean isOnGpu() {
    return onGpu;
  }

  List<Minibatch> minibatches() {
    return minibatches;
  }

  /** Rows from the start of one part to the start of another. */
  long rows(int firstPart, int endPart) {
    return starts[endPart] - starts[firstPart];
  }

  synchronized NDArray design(int index) {
    if (designs == null) {
      designs = cut(withOnes(), 0);
    }
    return designs.get(index);
  }

  synchronized NDArray features(int index) {
    if (featureParts == null) {
      featureParts = features.size() == 1 ? cut(features.get(0), 0) : features;
    }
    return featureParts.get(index);
  }

  synchronized NDArray featuresTransposed(int index) {
    if (featuresTransposed == null) {
      featuresTransposed =
          features.size() == 1 ? cut(features.get(0).transpose(), 1) : transposed(features);
    }
    return featuresTransposed.get(index);
  }

  synchronized NDArray opposites(int index) {
    if (oppositeColumns == null) {
      oppositeColumns = cut(opposites, 0);
    }
    return oppositeColumns.get(index);
  }

  /** Without DJL's own check of each shape, which costs another native call. */
  private static NDList transposed(NDList matrices) {
    NDList transposed = new NDList(matrices.size());
    matrices.forEach(matrix -> transposed.add(JniUtils.transpose((PtNDArray) matrix, 0, 1)));
    NDScope.unregister(transposed);
    return transposed;
  }

  /** The features with a column of ones after them. */
  private NDArray withOnes() {
    NDArray whole = features.size() == 1 ? features.get(0) : NDArrays.concat(features);
    try (NDArray ones = opposites.onesLike()) {
      NDArray design = whole.concat(ones, 1);
      NDScope.unregister(design);
      return design;
    }
  }

  /** Those of long parts are computed anew each time, which saves as much memory as the labels. */
  NDArray signs(int index) {
    return rows(0, 1) > MOST_ROWS_OF_SIGNS // the last part may be short
        ? opposites(index).neg()
        : keptSigns().get(index);
  }

  private synchronized NDList keptSigns() {
    if (signColumns == null) {
      NDArray signs = opposites.neg();
      NDScope.unregister(signs);
      signColumns = cut(signs, 0);
    }
    return signColumns;
  }

  synchronized NDArray negatives(int index) {
    if (negatives == null) {
      negatives = cut(opposites.gt(0).toType(opposites.getDataType(), false), 0);
    }
    return negatives.get(index);
  }

  synchronized NDArray indicators(int index) {
    if (indicators == null) {
      try (NDArray each = manager.arange(0, classCount, 1, classes.getDataType())) {
        indicators = cut(classes.eq(each).toType(classes.getDataType(), false), 0);
      }
    }
    return indicators.get(index);
  }

  boolean isWeighted() {
    return weights != null;
  }

  NDArray weights(int index) {
    if (weights == null) {
      throw new IllegalStateException("the rows have no weights");
    }
    return weightColumns.get(index);
  }

  boolean hasOffsets() {
    return !offsetColumns.isEmpty();
  }

  NDArray offsets(int index) {
    if (!hasOffsets()) {
      throw new IllegalStateException("the rows have no offset");
    }
    return offsetColumns.get(index);
  }

  synchronized NDArray negativeMean(int index) {
    if (weights != null) {
      if (weightedNegativeMeans == null) {
        weightedNegativeMeans = weightedNegativeMeans(weights);
      }
      return weightedNegativeMeans.get(index);
    }
    return negativeMeans.computeIfAbsent(rows(index, index + 1), this::negativeMeanOf);
  }

  /** The number of rows of a part, as an array. */
  synchronized NDArray size(int index) {
    return sizes.computeIfAbsent(
        rows(index, index + 1),
        rows -> {
          NDArray size = manager.full(new Shape(), rows, opposites.getDataType());
          NDScope.unregister(size);
          return size;
        });
  }

  private NDArray negativeMeanOf(long size) {
    NDArray means = manager.ones(new Shape(size, 1), opposites.getDataType()).muli(-1.0 / size);
    NDScope.unregister(means);
    return means;
  }

  private NDList weightedNegativeMeans(NDArray whole) {
    NDArray negative = whole.neg();
    NDScope.unregister(negative);
    NDList means = cut(negative, 0);
    for (int part = 0; part < means.size(); part++) {
      long size = rows(part, part + 1);
      if (size > 1) {
        means.get(part).divi(size);
      }
    }
    return means;
  }

  synchronized NDArray opposed(int index) {
    if (opposed == null) {
      opposed = cut(wholeOpposed(), 0);
    }
    return opposed.get(index);
  }

  synchronized NDArray opposedTransposed(int index) {
    if (opposedTransposed == null) {
      opposedTransposed = cut(wholeOpposed().transpose(), 1);
    }
    return opposedTransposed.get(index);
  }

  private NDArray wholeOpposed() {
    if (wholeOpposed == null) {
      wholeOpposed = withOnes().muli(opposites);
    }
    return wholeOpposed;
  }

  /** Cuts along an axis into the parts, without copying. */
  private NDList cut(NDArray whole, int axis) {
    NDList parts = whole.split(Arrays.copyOfRange(starts, 1, starts.length - 1), axis);
    NDScope.unregister(parts); // the first use may be in a step, whose scope must not close them
    return parts;
  }

  @Override
  public void close() {
    manager.close();
  }
}
