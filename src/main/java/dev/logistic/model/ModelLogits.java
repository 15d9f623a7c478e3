package dev.logistic.model;

import static dev.logistic.model.ModelArrays.doubles;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Offsets;
import dev.logistic.data.Scaling;
import dev.logistic.data.SparseRows;
import dev.logistic.schema.FeatureRow;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.SparseRow;
import java.nio.DoubleBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes a model's logits {@code x w + b} and checks that they are numbers; {@link LogisticModel}
 * has the shapes and errors. Safe for several threads.
 */
final class ModelLogits {

  private final ModelArrays arrays;
  private final FeatureSchema schema;
  private final int outputs;
  private final Optional<Scaling> scaling;
  private volatile @Nullable RawParameters raw;

  ModelLogits(ModelArrays arrays, FeatureSchema schema, int outputs) {
    this.arrays = arrays;
    this.schema = schema;
    this.outputs = outputs;
    this.scaling = schema.standardization().map(Scaling::new);
  }

  /** Returns those of features on the scale of the columns. */
  NDArray of(NDArray features) {
    Shape shape = features.getShape();
    if (shape.dimension() != 2 || shape.get(1) != schema.width()) {
      throw new IllegalArgumentException(
          "features must have shape (rows, " + schema.width() + "), was " + shape);
    }
    try (NDManager scratch = features.getManager().newSubManager()) {
      NDArray input = features.stopGradient();
      input.attach(scratch);
      NDArray logits = product(scaling.map(known -> known.apply(input)).orElse(input));
      requireNumbers(logits, input);
      logits.attach(features.getManager());
      return logits;
    }
  }

  /**
   * Returns those of features in a Java array, row by row.
   *
   * @param features on the scale of the columns
   */
  double[] of(double[] features, int rows) {
    arrays.requireOpen();
    int width = schema.width();
    try (NDManager scratch = arrays.manager().newSubManager()) {
      NDArray input =
          scratch.create(DoubleBuffer.wrap(features, 0, rows * width), new Shape(rows, width));
      return of(input).toType(DataType.FLOAT64, false).toDoubleArray();
    }
  }

  /** Returns those of data that were prepared by the model's schema. */
  NDArray of(LabelledData data) {
    // Mostly the same object, which may have many columns.
    if (!Objects.equals(data.modelSchema(), schema)) {
      throw new IllegalArgumentException(
          "the data must have been prepared by the model's own schema "
              + schema
              + ", was by "
              + data.modelSchema());
    }
    if (data.offsets().isPresent()) {
      return withOffsets(data, data.offsets().get());
    }
    if (data.sparse().isPresent()) {
      double[] logits =
          data.sparse().get().times(doubles(arrays.weights()), doubles(arrays.bias()));
      requireNumbers(logits);
      return arrays.manager().create(logits, new Shape(data.rows(), outputs));
    }
    try (NDManager scratch = data.newManager()) {
      NDArray input = data.features().stopGradient();
      input.attach(scratch);
      NDArray logits = product(input);
      requireNumbers(logits, input);
      logits.attach(arrays.manager());
      return logits;
    }
  }

  /** The logits of features and an offset that are not in one array. */
  private NDArray withOffsets(LabelledData data, Offsets offsets) {
    NDArray weights = arrays.weights();
    long columns = data.columns();
    try (NDManager scratch = data.newManager()) {
      NDArray some = weights.get(scratch, NDIndex.sliceAxis(0, 0, columns));
      NDArray ofOffset = weights.get(scratch, NDIndex.sliceAxis(0, columns, columns + 1));
      NDArray added = offsets.values().stopGradient();
      added.attach(scratch);
      NDArray product;
      if (data.sparse().isPresent()) {
        double[] sums = data.sparse().get().times(doubles(some), doubles(arrays.bias()));
        product = scratch.create(sums, new Shape(data.rows(), 1));
      } else {
        NDArray features = data.features().stopGradient();
        features.attach(scratch);
        product = product(features, some);
      }
      NDArray logits =
          product.add(
              added
                  .toDevice(product.getDevice(), false)
                  .toType(product.getDataType(), false)
                  .mul(ofOffset.toType(product.getDataType(), false)));
      requireNumbers(doubles(logits));
      logits.attach(arrays.manager());
      return logits;
    }
  }

  /** Computes logits from features on the training's scale. */
  private NDArray product(NDArray scaled) {
    return product(scaled, arrays.weights());
  }

  private NDArray product(NDArray scaled, NDArray weights) {
    return scaled
        .toDevice(weights.getDevice(), false)
        .toType(weights.getDataType(), false)
        .matMul(weights)
        .addi(arrays.bias());
  }

  /** A feature that is not finite shows in the logits, so that only their rows are looked at. */
  private void requireNumbers(NDArray logits, NDArray features) {
    NDArray suspect = logits.sub(logits).isNaN();
    if (!suspect.any().getBoolean()) {
      return;
    }
    boolean[] isSuspect = suspect.toBooleanArray();
    for (int i = 0; i < isSuspect.length; i++) {
      if (isSuspect[i]) {
        int row = i / outputs;
        FeatureRow.require(doubles(features.get(row)), schema, "row " + row);
      }
    }
    requireNumbers(doubles(logits));
  }

  private void requireNumbers(double[] logits) {
    for (int i = 0; i < logits.length; i++) {
      if (Double.isNaN(logits[i])) {
        throw new IllegalArgumentException(
            "features must be numbers, but row " + i / outputs + " gives NaN");
      }
    }
  }

  /** Returns those of sparse rows on the scale of the columns, row by row, computed in float64. */
  double[] of(SparseRows rows) {
    if (rows.width() != schema.width()) {
      throw new IllegalArgumentException(
          "expected rows of %d columns, found %d".formatted(schema.width(), rows.width()));
    }
    RawParameters known = raw();
    double[] logits = rows.times(known.weights(), known.bias());
    requireNumbers(logits);
    return logits;
  }

  /**
   * Returns those of a sparse row on the scale of the columns, computed in float64.
   *
   * @param columns of the values that may differ from 0, each from 0 to below the number of
   *     features
   * @throws IllegalArgumentException if the lengths differ or a column is not so
   */
  double[] of(int[] columns, double[] values) {
    SparseRow.require(columns, values, schema.width(), "");
    return raw().logits(columns, values);
  }

  private RawParameters raw() {
    arrays.requireOpen();
    RawParameters known = raw;
    if (known == null) {
      known =
          RawParameters.of(
              doubles(arrays.weights()), doubles(arrays.bias()), schema.standardization());
      raw = known;
    }
    return known;
  }
}
