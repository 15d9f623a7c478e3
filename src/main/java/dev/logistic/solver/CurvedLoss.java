package dev.logistic.solver;

import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.CurvedFunction;
import dev.logistic.optimizer.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The mean loss with the l2 penalty as a function of {@link LassoCoordinates}, in float64 whatever
 * the type of the rows. For one thread.
 */
final class CurvedLoss implements CurvedFunction {

  private final AllRows rows;
  private final Penalty penalty;
  private final Centering centering;
  private double[] known = new double[0];
  private GradientPass.@Nullable Sum sum; // at the known parameters

  CurvedLoss(AllRows rows, Penalty penalty) {
    this.rows = rows;
    this.penalty = penalty;
    this.centering = rows.centering();
  }

  private GradientPass.Sum at(double[] parameters) {
    GradientPass.Sum there = sum;
    if (there == null || !Arrays.equals(known, parameters)) {
      there = rows.aggregate(new GradientPass(centering, centering.differences(parameters)));
      known = parameters.clone();
      sum = there;
    }
    return there;
  }

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    return penalty
        .smooth(
            (at, slope) -> {
              GradientPass.Sum there = at(at);
              Arrays.fill(slope, 0);
              Vectors.add(-1 / weightSum(), centering.derivatives(there.gradient()), slope);
              return -there.logLikelihood() / weightSum();
            })
        .evaluate(parameters, gradient);
  }

  private double weightSum() {
    return rows.facts().weightSum();
  }

  /** The passes know no diagonal of the first of three classes or more: the largest replaces it. */
  @Override
  public double[] diagonal(double[] parameters) {
    double[] ofClasses = at(parameters).diagonal();
    int outputs = centering.outputs();
    int size = centering.means().length + 1;
    double[] diagonal = new double[parameters.length];
    for (int i = 0; i < diagonal.length; i++) {
      int row = i / outputs;
      int place = (row + 1) % size; // the bias is first there, and last here
      double curvature = 0;
      int output = i % outputs;
      for (int from = place, k = 1; from < ofClasses.length; from += size, k++) {
        boolean own = outputs == 1 || output == 0 || output == k;
        curvature = own ? Math.max(curvature, ofClasses[from]) : curvature;
      }
      diagonal[i] = curvature / weightSum() + ridge(i, diagonal.length);
    }
    return diagonal;
  }

  @Override
  public double[] curvatureAlong(double[] parameters, double[] direction) {
    double[] product =
        centering.derivatives(
            rows.aggregate(
                new CurvaturePass(
                    centering,
                    centering.differences(parameters),
                    centering.differences(direction))));
    for (int i = 0; i < product.length; i++) {
      product[i] = product[i] / weightSum() + ridge(i, product.length) * direction[i];
    }
    return product;
  }

  private double ridge(int i, int parameters) {
    return penalty.lasso().covers(i, parameters) ? penalty.l2() : 0;
  }
}
