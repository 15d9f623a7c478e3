package dev.logistic.evaluate;

import java.util.List;

/** What a classifier says of each row, besides the row's true class, for two classes or more. */
public sealed interface RowScores permits Scores, MulticlassScores {

  /** How many rows there are, at least 1. */
  int rows();

  /** The row's weight; 1 without weights. */
  double weight(int row);

  /** The true class of a row, from 0. */
  int actual(int row);

  /**
   * Returns the scores of some rows, with their weights.
   *
   * @param rows at least one, from 0
   * @throws IllegalArgumentException if there is none, or all have a weight of 0
   */
  RowScores only(int[] rows);

  /**
   * Evaluates the scores.
   *
   * @param classes the names of the classes, in their order
   * @param threshold from which the positive class of two is predicted; ignored for more classes
   * @return an {@link Evaluation} for two classes, a {@link MulticlassEvaluation} for more
   * @throws IllegalArgumentException if there are more or fewer names than classes, or the
   *     threshold is a rule that the rows cannot satisfy
   */
  Figures evaluate(List<String> classes, Threshold threshold);
}
