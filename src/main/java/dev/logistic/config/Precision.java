package dev.logistic.config;

/** Values of {@link Settings#PRECISION}. */
public enum Precision {
  /** 24 bits of significand, as the original program. */
  FLOAT32,
  /** 53 bits of significand. */
  FLOAT64
}
