package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;

/**
 * Shortens long gradients before another rule, by the formula of {@code
 * torch.nn.utils.clip_grad_norm_} (1.13): {@code gradient *= min(1, maximum / (norm + 1e-6))}, with
 * the Euclidean norm over weights and biases together. Owns a few numbers and the rule.
 */
public final class ClippedNorm implements UpdateRule {

  private final UpdateRule rule;
  private final Scalar maximum;
  private final Scalar margin;
  private final Scalar one;

  /**
   * @param maximum above 0
   * @param like the parameters whose device and type to use
   */
  public ClippedNorm(UpdateRule rule, double maximum, Parameters like) {
    this.rule = rule;
    this.maximum = new Scalar(Rates.positive("clip-norm", maximum), like);
    this.margin = new Scalar(1e-6, like);
    this.one = new Scalar(1, like);
  }

  @Override
  public void apply(Parameters parameters, NDArray gradient) {
    try (NDArray norm = gradient.norm();
        NDArray scale = maximum.array().div(norm.addi(margin.array()));
        NDArray clamped = scale.minimum(one.array())) { // stays on the device
      gradient.muli(clamped);
    }
    rule.apply(parameters, gradient);
  }

  @Override
  public void setLearningRate(double rate) {
    rule.setLearningRate(rate);
  }

  @Override
  public void save(State state) {
    rule.save(state);
  }

  @Override
  public void restore(State state) {
    rule.restore(state);
  }

  @Override
  public void close() {
    one.close();
    margin.close();
    maximum.close();
    rule.close();
  }
}
