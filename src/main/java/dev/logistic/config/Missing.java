package dev.logistic.config;

/** Values of {@link Settings#MISSING}. */
public enum Missing {
  /** Refuse them, saying where they are. */
  ERROR,
  /** Fill in the training rows' mean for a number, and the most frequent level for a text. */
  MEAN,
  /** Leave out the rows that have any, before anything is learned. */
  DROP
}
