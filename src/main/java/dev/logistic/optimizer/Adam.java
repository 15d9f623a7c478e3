package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;

/**
 * Adam (Kingma and Ba, 2015), in the operations and the order of {@code torch.optim.Adam} (1.13).
 * At step t, from 1:
 *
 * <pre>
 *   mean   = beta1 * mean + (1 - beta1) * gradient
 *   square = beta2 * square + (1 - beta2) * gradient * gradient
 *   parameters -= learningRate / (1 - beta1^t) * mean
 *                 / (sqrt(square) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * Factors that depend only on the hyperparameters are computed in float64 and then rounded to the
 * parameters' type. Owns its arrays.
 */
public final class Adam implements UpdateRule {

  private final Parameters like;
  private final Betas betas;
  private final NDArray mean; // of the shape of the parameters, as the next
  private final NDArray square;
  private final Scalar keptMean;
  private final Scalar newMean;
  private final Scalar keptSquare;
  private final Scalar newSquare;
  private final Scalar epsilon;
  private final Scalar stepSize;
  private final Scalar squareCorrection;
  private double learningRate;
  private long steps;

  /**
   * How fast the averages forget.
   *
   * @param beta1 of the gradients, from 0 to below 1
   * @param beta2 of their squares, from 0 to below 1
   */
  public record Betas(double beta1, double beta2) {
    /** Checks the ranges. */
    public Betas {
      Rates.belowOne("beta1", beta1);
      Rates.belowOne("beta2", beta2);
    }
  }

  /**
   * @param learningRate above 0
   * @param epsilon above 0
   * @param like the parameters whose shape, device and type to use
   */
  public Adam(double learningRate, Betas betas, double epsilon, Parameters like) {
    this.like = like;
    this.learningRate = Rates.positive(learningRate, like);
    this.betas = betas;
    this.epsilon = new Scalar(Rates.positive("epsilon", epsilon), like);
    this.keptMean = new Scalar(betas.beta1, like);
    this.newMean = new Scalar(1 - betas.beta1, like);
    this.keptSquare = new Scalar(betas.beta2, like);
    this.newSquare = new Scalar(1 - betas.beta2, like);
    this.stepSize = new Scalar(0, like);
    this.squareCorrection = new Scalar(1, like);
    this.mean = like.packed().zerosLike();
    this.square = like.packed().zerosLike();
    NDScope.unregister(mean, square);
  }

  @Override
  public void apply(Parameters parameters, NDArray gradient) {
    steps++;
    stepSize.set(learningRate / (1 - Math.pow(betas.beta1, (double) steps)));
    squareCorrection.set(Math.sqrt(1 - Math.pow(betas.beta2, (double) steps)));
    try (NDArray part = gradient.mul(newSquare.array())) {
      square.muli(keptSquare.array()).addi(part.muli(gradient));
    }
    mean.muli(keptMean.array()).addi(gradient.muli(newMean.array()));
    try (NDArray step = mean.mul(stepSize.array());
        NDArray scale = square.sqrt()) {
      scale.divi(squareCorrection.array()).addi(epsilon.array());
      parameters.packed().subi(step.divi(scale));
    }
  }

  @Override
  public void setLearningRate(double rate) {
    learningRate = Rates.fromZero(rate, like);
  }

  @Override
  public void save(State state) {
    StoredArray.save(state, "adam.mean", mean);
    StoredArray.save(state, "adam.square", square);
    state.put("adam.steps", steps);
  }

  @Override
  public void restore(State state) {
    StoredArray.restore(state, "adam.mean", mean);
    StoredArray.restore(state, "adam.square", square);
    steps = state.count("adam.steps", Long.MAX_VALUE);
  }

  @Override
  public void close() {
    mean.close();
    square.close();
    for (Scalar scalar :
        new Scalar[] {
          keptMean, newMean, keptSquare, newSquare, epsilon, stepSize, squareCorrection
        }) {
      scalar.close();
    }
  }
}
