package dev.logistic.optimizer;

import ai.djl.ndarray.types.DataType;
import dev.logistic.model.Parameters;

/** The ranges of rules' hyperparameters. */
final class Rates {

  private Rates() {}

  /** An initial learning rate. */
  static double positive(double learningRate, Parameters like) {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learning-rate must be above 0, was " + learningRate);
    }
    boolean narrow = like.packed().getDataType() == DataType.FLOAT32;
    if (!Double.isFinite(narrow ? (float) learningRate : learningRate)) {
      throw new IllegalArgumentException(
          "learning-rate must be finite in the parameters' type, was " + learningRate);
    }
    return learningRate;
  }

  /** A scheduled learning rate, which may be 0. */
  static double fromZero(double learningRate, Parameters like) {
    return learningRate == 0 ? 0 : positive(learningRate, like);
  }

  /** A number that must be at least 0 and below 1. */
  static double belowOne(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to below 1, was " + value);
    }
    return value;
  }

  /** A number that must be finite and above 0. */
  static double positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be finite and above 0, was " + value);
    }
    return value;
  }
}
