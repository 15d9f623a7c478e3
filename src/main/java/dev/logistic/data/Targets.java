package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Labels, weights and offsets of some rows in the forms that likelihoods compute with. The arrays
 * belong to what created this. Safe on several threads. For use within this project.
 */
public interface Targets {

  /** Number of rows, at least 1. */
  long size();

  /** The manager of the arrays. */
  NDManager manager();

  /** 1 where the label is 1, and -1 where it is 0: shape (size, 1); use it within a scope. */
  NDArray signs();

  /** 1 in the column of a row's class and 0 in the others: shape (size, classes). */
  NDArray indicators();

  /** Whether rows count differently. */
  boolean isWeighted();

  /**
   * How much each row counts, 1 being the mean over all rows of the data: shape (size, 1). The mean
   * over a minibatch of weight times loss is right on average over the minibatches.
   *
   * @throws IllegalStateException if the rows are not weighted
   */
  NDArray weights();

  /** Whether there is an offset. */
  boolean hasOffsets();

  /**
   * What is added to the logit of each row: shape (size, 1).
   *
   * @throws IllegalStateException if there is no offset
   */
  NDArray offsets();
}
