package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), in the operations and the order
 * of {@code torch.optim.AdamW} (1.13): {@code weights *= 1 - learningRate * decay}, then a step of
 * {@link Adam}. The biases, in the last row, do not decay. Owns its arrays.
 */
public final class AdamW implements UpdateRule {

  private final Parameters like;
  private final Adam adam;
  private final double decay;
  private double learningRate;
  private NDArray kept; // of the shape of the parameters, 1 for the biases

  /**
   * @param learningRate above 0
   * @param epsilon above 0
   * @param decay above 0
   * @param like the parameters whose shape, device and type to use
   */
  public AdamW(
      double learningRate, Adam.Betas betas, double epsilon, double decay, Parameters like) {
    this.like = like;
    this.decay = Rates.positive("weight-decay", decay);
    this.adam = new Adam(learningRate, betas, epsilon, like);
    this.learningRate = learningRate;
    this.kept = BiasFree.of(1 - learningRate * decay, 1, like);
  }

  @Override
  public void apply(Parameters parameters, NDArray gradient) {
    parameters.packed().muli(kept);
    adam.apply(parameters, gradient);
  }

  @Override
  public void setLearningRate(double rate) {
    adam.setLearningRate(rate);
    if (rate != learningRate) {
      learningRate = rate;
      kept.close();
      kept = BiasFree.of(1 - rate * decay, 1, like);
    }
  }

  @Override
  public void save(State state) {
    adam.save(state);
  }

  @Override
  public void restore(State state) {
    adam.restore(state);
  }

  @Override
  public void close() {
    kept.close();
    adam.close();
  }
}
