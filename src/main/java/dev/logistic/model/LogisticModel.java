package dev.logistic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.logistic.engine.PyTorch;
import java.util.Arrays;

/**
 * A trained model. Immutable, safe for several threads; owns its arrays, which closing frees.
 *
 * <p>The probability of the positive class is {@code 1 / (1 + exp(-(x w + b)))}.
 */
public final class LogisticModel implements AutoCloseable {

  private final NDManager manager;
  private final NDArray weights;
  private final NDArray bias;
  private final ModelCard card;

  /** Copies the parameters as they are now. */
  public LogisticModel(Parameters parameters, ModelCard card) {
    this.manager = PyTorch.engine().newBaseManager(parameters.packed().getDevice());
    this.weights = parameters.weights(manager);
    this.bias = parameters.bias(manager);
    this.card = card;
    NDScope.unregister(weights, bias); // a caller's scope does not end them
  }

  /** Takes over a manager that holds weights of shape (columns, 1) and a bias of shape (1, 1). */
  LogisticModel(NDManager manager, NDArray weights, NDArray bias, ModelCard card) {
    this.manager = manager;
    this.weights = weights;
    this.bias = bias;
    this.card = card;
    NDScope.unregister(weights, bias);
  }

  /** Where the model came from, and the names of its columns and classes. */
  public ModelCard card() {
    return card;
  }

  /** Shape (columns, 1). The model's own: neither change nor close it. */
  public NDArray weights() {
    return weights;
  }

  /** Shape (1, 1). The model's own: neither change nor close it. */
  public NDArray bias() {
    return bias;
  }

  /**
   * The probability of the positive class for each row.
   *
   * @param features shape (rows, columns), without NaN; converted where type or device differ from
   *     the model's
   * @return shape (rows, 1), belonging to the manager of the features
   * @throws IllegalArgumentException if the number of columns differs or a row gives NaN
   */
  public NDArray probabilities(NDArray features) {
    Shape shape = features.getShape();
    if (shape.dimension() != 2 || shape.get(1) != card.features().size()) {
      throw new IllegalArgumentException(
          "features must have shape (rows, " + card.features().size() + "), was " + shape);
    }
    try (NDManager scratch = features.getManager().newSubManager()) {
      NDArray input = features.stopGradient();
      input.attach(scratch);
      input = input.toDevice(weights.getDevice(), false).toType(weights.getDataType(), false);
      NDArray probabilities = Activation.sigmoid(input.matMul(weights).addi(bias));
      NDArray nan = probabilities.isNaN();
      if (nan.any().getBoolean()) {
        throw new IllegalArgumentException(
            "features must be numbers, but row "
                + nan.toType(DataType.INT32, false).flatten().argMax().getLong()
                + " gives NaN");
      }
      probabilities.attach(features.getManager());
      return probabilities;
    }
  }

  /**
   * The probability of the positive class for each row of features.
   *
   * @param rows each as long as there are columns
   * @throws IllegalArgumentException if a row's length differs or a row gives NaN
   */
  public float[] predict(float[][] rows) {
    int columns = card.features().size();
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != columns) {
        throw new IllegalArgumentException(
            "row "
                + row
                + " must have "
                + columns
                + " features, was "
                + Arrays.toString(rows[row]));
      }
    }
    if (rows.length == 0) {
      return new float[0];
    }
    try (NDManager scratch = manager.newSubManager()) {
      NDArray probabilities = probabilities(scratch.create(rows));
      return probabilities.toType(DataType.FLOAT32, false).toFloatArray();
    }
  }

  /** Frees the arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
