package dev.logistic.config;

/** Values of {@link Settings#GRADIENT}. */
public enum GradientForm {
  /** PyTorch's automatic differentiation. */
  AUTOGRAD,
  /** The formula, from logits; several times faster, agrees with autograd to rounding. */
  CLOSED_FORM
}
