package dev.logistic.solver;

import java.io.Serializable;

/**
 * Sums over rows that the duality gap needs.
 *
 * @param loss weighted sum
 * @param entropy weighted sum of the entropies of the mixed probabilities
 * @param gradient of the loss, as a model has the parameters
 * @param curvature of the loss by the biases, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DualSum(double loss, double entropy, double[] gradient, double[] curvature)
    implements Serializable {

  DualSum and(DualSum later) {
    return new DualSum(
        loss + later.loss,
        entropy + later.entropy,
        sum(gradient, later.gradient),
        sum(curvature, later.curvature));
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
