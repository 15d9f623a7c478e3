package dev.logistic.config;

/** Values of {@link Settings#STORAGE}. */
public enum Storage {
  /** In the way that takes less memory. */
  AUTO,
  /** Every value. */
  DENSE,
  /** The values that are not 0. */
  SPARSE
}
