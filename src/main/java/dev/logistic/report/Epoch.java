package dev.logistic.report;

import java.util.OptionalDouble;

/**
 * The loss after one epoch. A loss that is not finite leaves a gap in the chart.
 *
 * @param number of the epoch, at least 0
 * @param loss on the training rows, without the penalty
 * @param validationLoss on the rows held out, if there are any
 */
public record Epoch(int number, double loss, OptionalDouble validationLoss) {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Epoch {
    if (number < 0) {
      throw new IllegalArgumentException("number must be at least 0, was " + number);
    }
  }
}
