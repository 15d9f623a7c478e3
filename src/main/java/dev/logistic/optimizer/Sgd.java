package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.model.Parameters;

/**
 * Stochastic gradient descent: {@code parameters -= learningRate * gradient}, rounded after each of
 * the two operations as the original program and {@code torch.optim.SGD} do.
 */
public final class Sgd implements UpdateRule {

  /** Kept as an array: a Java number costs three times as much in every step. */
  private final NDArray learningRate;

  /**
   * @param learningRate greater than 0; rounded to the parameters' type
   * @param like the parameters whose device and type to use
   */
  public Sgd(double learningRate, Parameters like) {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learning-rate must be above 0, was " + learningRate);
    }
    boolean narrow = like.packed().getDataType() == DataType.FLOAT32;
    if (!Double.isFinite(narrow ? (float) learningRate : learningRate)) {
      throw new IllegalArgumentException(
          "learning-rate must be finite in the parameters' type, was " + learningRate);
    }
    NDManager manager = like.packed().getManager();
    this.learningRate =
        narrow ? manager.create((float) learningRate) : manager.create(learningRate);
  }

  @Override
  public void apply(Parameters parameters, NDArray gradient) {
    gradient.muli(learningRate);
    parameters.packed().subi(gradient);
  }

  @Override
  public void close() {
    learningRate.close();
  }
}
