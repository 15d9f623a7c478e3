package dev.logistic.config;

/** Values of {@link Settings#LOSS}. */
public enum LossForm {
  /** From the sigmoid's value, as the original: infinite once a wrong prediction saturates. */
  PROBABILITY,
  /** From the logit, finite as long as the logit is. */
  LOGITS
}
