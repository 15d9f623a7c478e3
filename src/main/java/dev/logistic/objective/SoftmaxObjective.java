package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import dev.logistic.data.Minibatch;
import dev.logistic.model.Parameters;

/**
 * The objective for more than two classes with its gradient by formula. With the logits {@code z =
 * x w + b} of a row, one per class, its loss is {@code log(sum(exp(z))) - z_y} for its class y;
 * with {@code r = softmax(z) - 1_y} the gradient is {@code x^T r / size} for the weights and the
 * mean of r for the bias, each row multiplied by its weight where rows are weighted. No collector,
 * so several threads may evaluate simultaneously; finite as long as the logits are.
 */
final class SoftmaxObjective implements Objective {

  private static final int[] CLASSES = {1};

  @Override
  public LossAndGradient evaluate(Parameters parameters, Minibatch minibatch) {
    NDArray logits =
        Unchecked.product(minibatch.features(), parameters.weights()).addi(parameters.bias());
    NDArray logProbabilities = logits.logSoftmax(1); // (size, classes)
    NDArray own = minibatch.indicators();
    NDArray losses = logProbabilities.mul(own).sum(CLASSES, true).negi(); // (size, 1)
    NDArray residuals = logProbabilities.exp().subi(own);
    if (minibatch.isWeighted()) {
      residuals.muli(minibatch.weights());
    }
    NDArray weights =
        Unchecked.product(minibatch.featuresTransposed(), residuals); // (columns, classes)
    NDArray gradient = Unchecked.stacked(weights, Unchecked.sumOfRows(residuals));
    gradient.divi(minibatch.count());
    return new LossAndGradient(RowMean.of(losses, minibatch), gradient);
  }
}
