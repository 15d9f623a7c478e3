package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.logistic.data.Minibatch;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Parameters;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The objective with its gradient by PyTorch's automatic differentiation. DJL records one gradient
 * at a time per process, so threads take turns; code outside this project that opens a {@link
 * GradientCollector} at the same time, such as DJL's own trainer, makes one of the two fail.
 */
final class AutogradObjective implements Objective {

  /** DJL allows one collector at a time in a process and throws on a second. */
  private static final ReentrantLock COLLECTOR = new ReentrantLock();

  private final LogLikelihood form;

  /** Differentiates the given form of the log-likelihood. */
  public AutogradObjective(LogLikelihood form) {
    this.form = form;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The backward pass starts from each row's log-likelihood with -1/size, which is what negating
   * and averaging them would pass down, or with that times its weight: two operations fewer to
   * record. {@code collector.backward(target)} would build its array of ones anew at every step, at
   * a quarter of the cost of a step of one row.
   */
  @Override
  public LossAndGradient evaluate(Parameters parameters, Minibatch minibatch) {
    parameters.requireGradient();
    parameters.zeroGradient();
    NDArray seed = minibatch.negativeMean();
    NDArray logLikelihood;
    COLLECTOR.lock();
    try (GradientCollector collector = PyTorch.engine().newGradientCollector()) {
      logLikelihood = form.ofRows(parameters, minibatch);
      JniUtils.backward((PtNDArray) logLikelihood, (PtNDArray) seed, false, false);
    } finally {
      COLLECTOR.unlock();
    }
    return new LossAndGradient(-RowMean.of(logLikelihood, minibatch), parameters.gradient());
  }
}
