package dev.logistic.solver;

import java.util.Arrays;
import java.util.Optional;

/** Chooses coordinates in which Newton's method loses few digits. */
final class NewtonCoordinates {

  /** Numbers whose squares are far from the limits of float64 need no other unit. */
  private static final double SMALL = 0x1p-300;

  /** Exponent of the greatest unit whose square, times a penalty, is far from overflow. */
  private static final int MOST_PENALISED = 450;

  /** A smaller variance about the mean, compared with the square of the mean, costs digits. */
  private static final double OFF_CENTRE = 1e-6;

  private NewtonCoordinates() {}

  /**
   * Returns coordinates with units in which no square of a feature underflows or overflows.
   *
   * @param largest absolute value of each column of the design, the ones first
   */
  static Centering scaled(Centering plain, double[] largest, boolean penalised) {
    double[] units = new double[plain.means().length];
    Arrays.setAll(
        units,
        i -> {
          double most = largest[i + 1];
          boolean usual = most == 0 || (most > SMALL && most < 1 / SMALL);
          int exponent = -Math.getExponent(most);
          int greatest = penalised ? MOST_PENALISED : exponent;
          return usual ? 1 : Math.scalb(1.0, Math.min(exponent, greatest));
        });
    return new Centering(plain.means(), units, plain.outputs());
  }

  /** Returns coordinates centered where the information has its mean; empty if it is near. */
  static Optional<Centering> recentered(Centering centering, double[][] information) {
    int size = centering.means().length + 1;
    double[] means = centering.means().clone();
    boolean moved = false;
    for (int i = 1; i < size; i++) {
      double weight = 0;
      double sum = 0;
      double square = 0;
      for (int k = 0; k < information.length; k += size) {
        weight += information[k][k];
        sum += information[k][k + i];
        square += information[k + i][k + i];
      }
      double offset = sum / weight;
      boolean far = square / weight - offset * offset < OFF_CENTRE * square / weight;
      if (far && Double.isFinite(offset)) {
        means[i - 1] += offset / centering.units()[i - 1];
        moved |= means[i - 1] != centering.means()[i - 1];
      }
    }
    return moved
        ? Optional.of(new Centering(means, centering.units(), centering.outputs()))
        : Optional.empty();
  }
}
