package dev.logistic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Weights and bias while they are trained, in one array: a step then costs one multiplication and
 * one update instead of two, with the same bits as the original's two. There is one column of
 * outputs for two classes, and one per class for more.
 *
 * <p>Owns its arrays. For one thread at a time.
 *
 * <p>For use within this project.
 */
public final class Parameters implements AutoCloseable {

  private static final NDIndex EVERYTHING = new NDIndex(":");

  private final NDManager manager;
  private final NDArray packed;
  private final NDArray weightsView;
  private final NDArray biasView;
  private @Nullable NDArray gradient;

  private Parameters(NDManager manager, NDArray packed) {
    this.manager = manager;
    this.packed = packed;
    this.weightsView = packed.get(":-1");
    this.biasView = packed.get("-1:");
    NDScope.unregister(weightsView, biasView);
  }

  /** Copies weights of shape (columns, outputs) and appends a bias of zero. */
  public static Parameters startingAt(NDArray weights) {
    if (weights.getShape().dimension() != 2) {
      throw new IllegalArgumentException(
          "initial weights must have shape (columns, outputs), was " + weights.getShape());
    }
    NDManager manager = weights.getManager().newSubManager();
    NDArray bias = manager.zeros(new Shape(1, weights.getShape().get(1)), weights.getDataType());
    NDArray packed = NDArrays.concat(new NDList(weights, bias));
    packed.attach(manager);
    bias.close();
    return new Parameters(manager, packed);
  }

  /** Creates weights and a bias of zero, with a submanager of the given one. */
  public static Parameters zeros(NDManager parent, long columns, int outputs, DataType type) {
    try (NDArray weights = parent.zeros(new Shape(columns, outputs), type)) {
      return startingAt(weights);
    }
  }

  /** Weights with the bias after them: shape (columns + 1, outputs). Updated in place. */
  public NDArray packed() {
    return packed;
  }

  /**
   * The weights as part of {@link #packed()}, of shape (columns, outputs); changes as that does.
   */
  public NDArray weights() {
    return weightsView;
  }

  /** The bias as part of {@link #packed()}, of shape (1, outputs); changes as that does. */
  public NDArray bias() {
    return biasView;
  }

  /** A copy of the weights, of shape (columns, outputs), that belongs to the given manager. */
  public NDArray weights(NDManager owner) {
    return copy(":-1", owner);
  }

  /** A copy of the bias, of shape (1, outputs), that belongs to the given manager. */
  public NDArray bias(NDManager owner) {
    return copy("-1:", owner);
  }

  private NDArray copy(String rows, NDManager owner) {
    try (NDArray part = packed.stopGradient();
        NDArray view = part.get(rows)) {
      NDArray copy = view.duplicate();
      copy.attach(owner);
      return copy;
    }
  }

  /** Number of biases: 1 for two classes, and the number of classes for more. */
  public int outputs() {
    return Math.toIntExact(packed.getShape().get(1));
  }

  /** The weights with the bias after them, row by row, as numbers. */
  public double[] toDoubles() {
    try (NDArray part = packed.stopGradient();
        NDArray wide = part.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  /** Sets weights and bias, rounded to the type of these parameters. */
  public void set(double[] values) {
    try (NDArray wide = manager.create(values, packed.getShape());
        NDArray rounded = wide.toType(packed.getDataType(), false)) {
      packed.set(
          EVERYTHING, rounded); // copyTo would allocate new memory for the array, and not its views
    }
  }

  /** Whether every value is a finite number. */
  public boolean areFinite() {
    try (NDArray zeros = packed.sub(packed);
        NDArray zero = zeros.eq(0);
        NDArray all = zero.all()) {
      return all.getBoolean();
    }
  }

  /** Enables the recording of gradients with respect to these parameters. */
  public void requireGradient() {
    if (!packed.hasGradient()) {
      packed.setRequiresGradient(true);
    }
  }

  /**
   * The gradient accumulated by backward passes since {@link #zeroGradient()}, of the shape of
   * {@link #packed()}; there must have been one. Always the same array, which the caller may
   * change.
   */
  public NDArray gradient() {
    if (gradient == null) {
      gradient = packed.getGradient();
      NDScope.unregister(gradient);
    }
    return gradient;
  }

  /** Sets the gradient to zero, if it is finite: the next backward pass adds to it. */
  public void zeroGradient() {
    if (gradient != null) {
      gradient.subi(gradient);
    }
  }

  /** Frees the arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
