package dev.logistic.solver;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.ClassWeight;
import dev.logistic.data.LabelledData;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Multiplies the weights of rows by those of their classes. Balanced ones are {@code weight /
 * (classes * weight of the class)}, from the training rows, so that a row of weight 2 counts as
 * that row twice; the held-out rows get the same, so that both losses are comparable. Owns the
 * arrays it creates.
 */
public final class ClassWeighting implements AutoCloseable {

  private static final long LABELS_AT_ONCE = 1 << 20;

  private final double[] weights; // by index of the class; empty if all count alike
  private final List<LabelledData> made = new ArrayList<>();

  private ClassWeighting(double[] weights) {
    this.weights = weights;
  }

  /**
   * Returns the weights of the classes of training rows by a rule.
   *
   * @throws IllegalArgumentException if there is no class of a name; the message lists them
   */
  public static ClassWeighting of(ClassWeight rule, LabelledData training) {
    if (rule.isNone()) {
      return new ClassWeighting(new double[0]);
    }
    List<Double> weights = rule.of(training.classes(), sums(training));
    return new ClassWeighting(weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The weight of each class's rows; their number where each counts once. */
  private static List<Double> sums(LabelledData training) {
    if (training.weights().isEmpty()) {
      return rows(training).stream().map(Long::doubleValue).toList();
    }
    List<Double> sums = new ArrayList<>();
    try (NDManager scratch = training.newManager()) {
      NDArray weights = training.weights().get().toType(DataType.FLOAT64, true);
      weights.attach(scratch);
      for (int place = 0; place < training.classes().size(); place++) {
        NDArray members = members(training, place, scratch).toType(DataType.FLOAT64, false);
        sums.add(members.mul(weights).sum().getDouble());
      }
    }
    return sums;
  }

  /**
   * Rows of each class, counted in place: arrays of comparisons would take several times as long.
   */
  static List<Long> rows(LabelledData training) {
    long[] rows = new long[training.classes().size()];
    long all = training.rows();
    try (NDManager scratch = training.newManager()) {
      for (long from = 0; from < all; from += LABELS_AT_ONCE) {
        NDIndex some = NDIndex.sliceAxis(0, from, Math.min(all, from + LABELS_AT_ONCE));
        NDArray labels = training.labels().get(scratch, some).toDevice(Device.cpu(), false);
        labels.attach(scratch);
        count(labels, rows);
      }
    }
    return Arrays.stream(rows).boxed().toList();
  }

  private static void count(NDArray labels, long[] rows) {
    ByteBuffer bytes = labels.toByteBuffer(true);
    if (labels.getDataType() == DataType.FLOAT64) {
      for (DoubleBuffer each = bytes.asDoubleBuffer(); each.hasRemaining(); ) {
        rows[(int) each.get()]++;
      }
    } else {
      for (FloatBuffer each = bytes.asFloatBuffer(); each.hasRemaining(); ) {
        rows[(int) each.get()]++;
      }
    }
  }

  /** The rows with their weights; the same object if no class is weighted. */
  public LabelledData weighted(LabelledData data) {
    if (weights.length == 0) {
      return data;
    }
    try (NDManager scratch = data.newManager()) {
      NDArray all = scratch.zeros(data.labels().getShape(), data.labels().getDataType());
      for (int place = 0; place < weights.length; place++) {
        NDArray members = members(data, place, scratch);
        all.addi(members.toType(all.getDataType(), false).muli(weights[place]));
      }
      data.weights().ifPresent(all::muli);
      LabelledData weighted = data.withWeights(all);
      made.add(weighted);
      return weighted;
    }
  }

  /**
   * Checks training rows: a class of weight 0 is effectively absent, and then there is no optimum.
   *
   * @throws IllegalArgumentException naming the class
   */
  public static void requireEveryClass(LabelledData weighted) {
    if (weighted.weights().isEmpty()) {
      return;
    }
    NDArray weights = weighted.weights().get();
    try (NDManager scratch = weighted.newManager()) {
      for (int place = 0; place < weighted.classes().size(); place++) {
        NDArray members = members(weighted, place, scratch).toType(weights.getDataType(), false);
        boolean present = members.gt(0).any().getBoolean();
        if (present && !members.mul(weights).gt(0).any().getBoolean()) {
          throw new IllegalArgumentException(
              "every class must have a positive weight, but the rows of \"%s\" weigh 0"
                  .formatted(weighted.classes().get(place)));
        }
      }
    }
  }

  /** 1 for the rows of a class, as whole numbers, whose sum is exact. */
  private static NDArray members(LabelledData data, int place, NDManager scratch) {
    NDArray members = data.labels().eq(place);
    members.attach(scratch);
    return members.toType(DataType.INT64, false);
  }

  @Override
  public void close() {
    made.forEach(LabelledData::close);
  }
}
