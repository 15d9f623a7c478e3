package dev.logistic.effects;

import dev.logistic.schema.Basis;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.Recurrence;

/** The derivatives of splines and polynomials; at a kink, that of the left side. */
final class BasisSlopes {

  private BasisSlopes() {}

  /** Returns the derivative of each function. */
  static double[] of(Basis basis, double x) {
    return basis instanceof PiecewisePolynomial pieces
        ? ofPieces(pieces, x)
        : ofRecurrence((Recurrence) basis, x);
  }

  private static double[] ofPieces(PiecewisePolynomial pieces, double x) {
    int piece = pieces.piece(x);
    int order = pieces.order();
    double t = x - pieces.origins().get(piece);
    double[] slopes = new double[pieces.width()];
    for (int j = 0; j < slopes.length; j++) {
      int first = (piece * slopes.length + j) * order;
      double value = 0;
      double slope = 0;
      for (int power = order - 1; power >= 0; power--) {
        slope = slope * t + value;
        value = value * t + pieces.coefficients().get(first + power);
      }
      slopes[j] = slope;
    }
    return slopes;
  }

  /** By the derivative of {@code p[k+1] = (x - shift[k]) p[k] - factor[k] p[k-1]}. */
  private static double[] ofRecurrence(Recurrence recurrence, double x) {
    double[] slopes = new double[recurrence.width()];
    double before = 0;
    double current = 1;
    double slopeBefore = 0;
    double slope = 0;
    for (int k = 0; k < slopes.length; k++) {
      double step = x - recurrence.shift().get(k);
      double factor = recurrence.factor().get(k);
      double next = step * current - factor * before;
      double slopeNext = current + step * slope - factor * slopeBefore;
      before = current;
      current = next;
      slopeBefore = slope;
      slope = slopeNext;
      slopes[k] = slope / recurrence.norm().get(k);
    }
    return slopes;
  }
}
