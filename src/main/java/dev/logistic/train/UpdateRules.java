package dev.logistic.train;

import dev.logistic.config.Settings;
import dev.logistic.model.Parameters;
import dev.logistic.optimizer.Adam;
import dev.logistic.optimizer.AdamW;
import dev.logistic.optimizer.ClippedNorm;
import dev.logistic.optimizer.Momentum;
import dev.logistic.optimizer.Schedule;
import dev.logistic.optimizer.Sgd;
import dev.logistic.optimizer.UpdateRule;
import dev.logistic.optimizer.WeightDecay;

/** The update rule and the schedule that settings describe. */
final class UpdateRules {

  /** The default of {@code torch.optim.AdamW}. */
  private static final double DECAY_OF_ADAMW = 0.01;

  private UpdateRules() {}

  /** The update rule of the settings' solver; the caller closes it. */
  static UpdateRule rule(Settings settings, Parameters parameters) {
    double rate = schedule(settings).rate(0);
    double clip = settings.get(Settings.CLIP_NORM).orElse(0);
    UpdateRule unclipped = unclipped(settings, rate, parameters);
    return clip == 0 ? unclipped : new ClippedNorm(unclipped, clip, parameters);
  }

  private static UpdateRule unclipped(Settings settings, double rate, Parameters parameters) {
    return switch (settings.get(Settings.SOLVER)) {
      case SGD -> decaying(descent(settings, rate, parameters), settings, parameters);
      case ADAM -> decaying(adam(settings, rate, parameters), settings, parameters);
      case ADAMW -> adamW(settings, rate, parameters);
      case LBFGS -> throw new IllegalArgumentException("lbfgs has no update rule");
    };
  }

  private static UpdateRule decaying(UpdateRule rule, Settings settings, Parameters parameters) {
    double decay = settings.get(Settings.WEIGHT_DECAY).orElse(0);
    return decay == 0 ? rule : new WeightDecay(rule, decay, parameters);
  }

  private static UpdateRule adamW(Settings settings, double rate, Parameters parameters) {
    double decay = settings.get(Settings.WEIGHT_DECAY).orElse(DECAY_OF_ADAMW);
    return decay == 0
        ? adam(settings, rate, parameters)
        : new AdamW(rate, betas(settings), settings.get(Settings.EPSILON), decay, parameters);
  }

  private static UpdateRule descent(Settings settings, double rate, Parameters parameters) {
    UpdateRule plain = new Sgd(rate, parameters);
    double momentum = settings.get(Settings.MOMENTUM);
    if (momentum == 0) {
      return plain;
    }
    return settings.get(Settings.NESTEROV)
        ? Momentum.nesterov(plain, momentum, parameters)
        : new Momentum(plain, momentum, settings.get(Settings.DAMPENING), parameters);
  }

  private static UpdateRule adam(Settings settings, double rate, Parameters parameters) {
    return new Adam(rate, betas(settings), settings.get(Settings.EPSILON), parameters);
  }

  private static Adam.Betas betas(Settings settings) {
    return new Adam.Betas(settings.get(Settings.BETA1), settings.get(Settings.BETA2));
  }

  /** The learning rate of each epoch. */
  static Schedule schedule(Settings settings) {
    double rate = settings.get(Settings.LEARNING_RATE);
    return switch (settings.get(Settings.SCHEDULE)) {
      case FIXED -> Schedule.fixed(rate);
      case STEP ->
          Schedule.step(
              rate, settings.get(Settings.SCHEDULE_STEP), settings.get(Settings.SCHEDULE_FACTOR));
      case COSINE -> Schedule.cosine(rate, settings.get(Settings.EPOCHS));
      case WARM_UP -> Schedule.warmUp(rate, settings.get(Settings.WARM_UP));
    };
  }
}
