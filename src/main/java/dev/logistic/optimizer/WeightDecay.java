package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;

/**
 * The {@code weight_decay} of {@code torch.optim.SGD} and {@code Adam} (1.13) before another rule:
 * {@code gradient += decay * weights}. The biases, in the last row, do not decay, as with PyTorch
 * if they are in a separate parameter group. Owns an array and the rule.
 */
public final class WeightDecay implements UpdateRule {

  private final UpdateRule rule;
  private final NDArray decay; // of the shape of the parameters, 0 for the biases

  /**
   * @param decay above 0
   * @param like the parameters whose shape, device and type to use
   */
  public WeightDecay(UpdateRule rule, double decay, Parameters like) {
    this.rule = rule;
    this.decay = BiasFree.of(Rates.positive("weight-decay", decay), 0, like);
  }

  @Override
  public void apply(Parameters parameters, NDArray gradient) {
    try (NDArray pull = parameters.packed().mul(decay)) {
      rule.apply(parameters, gradient.addi(pull));
    }
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
    decay.close();
    rule.close();
  }
}
