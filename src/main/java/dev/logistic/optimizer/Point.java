package dev.logistic.optimizer;

/** Parameters with the value and gradient of a function there. None of the arrays is changed. */
final class Point {

  private final double[] parameters;
  private final double value;
  private final double[] gradient;

  Point(double[] parameters, double value, double[] gradient) {
    this.parameters = parameters;
    this.value = value;
    this.gradient = gradient;
  }

  double[] parameters() {
    return parameters;
  }

  double value() {
    return value;
  }

  double[] gradient() {
    return gradient;
  }
}
