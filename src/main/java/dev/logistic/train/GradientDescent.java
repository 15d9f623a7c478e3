package dev.logistic.train;

import ai.djl.ndarray.NDScope;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Minibatches;
import dev.logistic.model.Parameters;
import dev.logistic.objective.LossAndGradient;
import dev.logistic.objective.Objective;
import dev.logistic.optimizer.Schedule;
import dev.logistic.optimizer.UpdateRule;

/** The loop: for each epoch, for each minibatch, one evaluation and one step. */
final class GradientDescent {

  private final Objective objective;
  private final UpdateRule updateRule;
  private final Schedule learningRate;
  private final LossMeter lossMeter;
  private final TrainingSession session;

  GradientDescent(
      Objective objective,
      UpdateRule updateRule,
      Schedule learningRate,
      LossMeter lossMeter,
      TrainingSession session) {
    this.objective = objective;
    this.updateRule = updateRule;
    this.learningRate = learningRate;
    this.lossMeter = lossMeter;
    this.session = session;
  }

  /**
   * Trains; returns the number of completed epochs, which is less than requested if the session
   * ends it.
   */
  int run(Parameters parameters, Minibatches minibatches, int epochs) {
    session.begin(updateRule);
    for (int epoch = lossMeter.nextEpoch(); epoch < epochs; epoch++) {
      double rate = learningRate.rate(epoch);
      updateRule.setLearningRate(rate);
      if (epoch + 1 < epochs) {
        minibatches.announce(epoch + 1);
      }
      long made = lossMeter.startEpoch(epoch, rate); // 0, unless it resumes from a checkpoint
      for (Minibatch minibatch : minibatches.epoch(epoch, made)) {
        try (NDScope step = new NDScope()) { // closes the arrays that the step creates
          LossAndGradient lossAndGradient = objective.evaluate(parameters, minibatch);
          lossMeter.add(lossAndGradient.loss(), minibatch.size());
          updateRule.apply(parameters, lossAndGradient.gradient());
        }
        session.stepEnded();
      }
      if (!session.epochEnded(epoch, lossMeter.endEpoch())) {
        return epoch + 1;
      }
    }
    return epochs;
  }
}
