package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;

/**
 * Stochastic gradient descent: {@code parameters -= learningRate * gradient}, rounded after each of
 * the two operations as the original program and {@code torch.optim.SGD} do.
 */
public final class Sgd implements UpdateRule {

  private final Parameters like;
  private final Scalar learningRate;
  private double current;

  /**
   * @param learningRate greater than 0; rounded to the parameters' type
   * @param like the parameters whose device and type to use
   */
  public Sgd(double learningRate, Parameters like) {
    this.like = like;
    this.current = Rates.positive(learningRate, like);
    this.learningRate = new Scalar(learningRate, like);
  }

  @Override
  public void apply(Parameters parameters, NDArray gradient) {
    gradient.muli(learningRate.array());
    parameters.packed().subi(gradient);
  }

  @Override
  public void setLearningRate(double rate) {
    if (rate != current) {
      current = Rates.fromZero(rate, like);
      learningRate.set(current);
    }
  }

  /** Nothing is kept between steps. */
  @Override
  public void save(State state) {}

  @Override
  public void restore(State state) {}

  @Override
  public void close() {
    learningRate.close();
  }
}
