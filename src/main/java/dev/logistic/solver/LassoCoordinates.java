package dev.logistic.solver;

import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Vectors;
import java.util.Arrays;

/**
 * The parameters of Newton's method with an l1 penalty: those of a model, but with biases for
 * centered features. The penalty needs the weights of every class, where other fits need only
 * differences of classes.
 */
final class LassoCoordinates {

  private final Centering centering;
  private final Penalty penalty;

  LassoCoordinates(Centering centering, Penalty penalty) {
    this.centering = centering;
    this.penalty = penalty;
  }

  /** Converts a model's parameters to these. */
  double[] centered(double[] packed) {
    return withBiases(packed, 1);
  }

  /** And back; biases of more than two classes sum to 0. */
  double[] uncentered(double[] parameters) {
    double[] packed = withBiases(parameters, -1);
    int outputs = centering.outputs();
    int biases = packed.length - outputs;
    if (outputs > 1) {
      double mean = Arrays.stream(packed, biases, packed.length).sum() / outputs;
      for (int i = biases; i < packed.length; i++) {
        packed[i] -= mean;
      }
    }
    return packed;
  }

  /** Converts the biases to those for centered features, or back with a sign of -1. */
  private double[] withBiases(double[] packed, int sign) {
    double[] moved = packed.clone();
    int outputs = centering.outputs();
    int biases = packed.length - outputs;
    for (int i = 0; i < biases; i++) {
      moved[biases + i % outputs] += sign * packed[i] * centering.means()[i / outputs];
    }
    return moved;
  }

  /**
   * Returns the largest component of the shortest subgradient by a model's parameters.
   *
   * @param gradient of the objective without the l1 penalty, in these coordinates
   */
  double subgradientNorm(double[] parameters, double[] gradient) {
    return Vectors.largest(penalty.lasso().leastSubgradient(parameters, ofModel(gradient)));
  }

  /**
   * Returns the largest absolute derivative by a weight of a model.
   *
   * @param gradient in these coordinates
   */
  double largestSlope(double[] gradient) {
    double[] moved = ofModel(gradient);
    return Vectors.largest(Arrays.copyOf(moved, moved.length - centering.outputs()));
  }

  /** Converts a gradient to one by a model's parameters. */
  private double[] ofModel(double[] gradient) {
    double[] moved = gradient.clone();
    int outputs = centering.outputs();
    int biases = moved.length - outputs;
    for (int i = 0; i < biases; i++) {
      moved[i] += centering.means()[i / outputs] * moved[biases + i % outputs];
    }
    return moved;
  }
}
