package dev.logistic.config;

/** How missing cells are treated, in {@link Settings#MISSING}. */
public enum Missing {
  /** Refuse them, saying where they are. */
  ERROR,
  /** Fill in the training rows' mean for a number, and the most frequent level for a text. */
  MEAN,
  /** Fill in the training rows' median for a number, and the most frequent level for a text. */
  MEDIAN,
  /** As {@link #MEAN}, with a further feature that is 1 where the cell is missing. */
  INDICATOR,
  /** Leave out the rows that have any, before anything is learned. */
  DROP
}
