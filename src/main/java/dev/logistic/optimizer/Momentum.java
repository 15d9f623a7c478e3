package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;

/**
 * Momentum before another rule, in the operations and the order of {@code torch.optim.SGD} (1.13):
 * the velocity is the first gradient, then {@code velocity = momentum * velocity + (1 - dampening)
 * * gradient}. The wrapped rule receives the velocity, or with Nesterov's form {@code gradient +
 * momentum * velocity}. Owns the velocity and the rule.
 */
public final class Momentum implements UpdateRule {

  private final UpdateRule rule;
  private final boolean dampened;
  private final boolean nesterov;
  private final Scalar momentum;
  private final Scalar share;
  private final NDArray velocity; // of the shape of the parameters
  private long steps;

  /**
   * Momentum with dampening, not in Nesterov's form.
   *
   * @param momentum from 0 to below 1
   * @param dampening from 0 to 1: the part of each gradient but the first that is ignored
   * @param like the parameters whose shape, device and type to use
   */
  public Momentum(UpdateRule rule, double momentum, double dampening, Parameters like) {
    this(rule, momentum, dampening, false, like);
  }

  private Momentum(
      UpdateRule rule, double momentum, double dampening, boolean nesterov, Parameters like) {
    if (!(dampening >= 0 && dampening <= 1)) {
      throw new IllegalArgumentException("dampening must be from 0 to 1, was " + dampening);
    }
    this.rule = rule;
    this.dampened = dampening != 0;
    this.nesterov = nesterov;
    this.momentum = new Scalar(Rates.belowOne("momentum", momentum), like);
    this.share = new Scalar(1 - dampening, like);
    this.velocity = like.packed().zerosLike();
    NDScope.unregister(velocity);
  }

  /** Momentum in Nesterov's form, which has no dampening. */
  public static Momentum nesterov(UpdateRule rule, double momentum, Parameters like) {
    return new Momentum(rule, momentum, 0, true, like);
  }

  @Override
  public void apply(Parameters parameters, NDArray gradient) {
    if (dampened && steps > 0) {
      gradient.muli(share.array());
    }
    steps++;
    velocity.muli(momentum.array()).addi(gradient);
    if (nesterov) {
      try (NDArray ahead = velocity.mul(momentum.array())) {
        rule.apply(parameters, gradient.addi(ahead));
      }
    } else {
      try (NDArray direction = velocity.duplicate()) { // rules may overwrite their arguments
        rule.apply(parameters, direction);
      }
    }
  }

  @Override
  public void setLearningRate(double rate) {
    rule.setLearningRate(rate);
  }

  @Override
  public void save(State state) {
    StoredArray.save(state, "momentum.velocity", velocity);
    state.put("momentum.steps", steps);
    rule.save(state);
  }

  @Override
  public void restore(State state) {
    StoredArray.restore(state, "momentum.velocity", velocity);
    steps = state.count("momentum.steps", Long.MAX_VALUE);
    rule.restore(state);
  }

  @Override
  public void close() {
    velocity.close();
    share.close();
    momentum.close();
    rule.close();
  }
}
