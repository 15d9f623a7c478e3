package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.objective.Likelihood;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The model without features, with which others are compared. Without an offset, its probabilities
 * are the classes' shares of the weights; with one, its bias is fitted. For use within this
 * project.
 */
public final class NullModel {

  private static final int MOST_STEPS = 200;

  private NullModel() {}

  /** Returns the log-likelihood of all rows at the fit: a sum; 0 for rows of one class. */
  public static double logLikelihood(AllRows rows) {
    double[] weights = classWeights(rows);
    double all = Arrays.stream(weights).sum();
    return isFitted(rows, weights)
        ? withOffsets(rows, weights).logLikelihood()
        : sum(weights, weight -> weight * Math.log(weight / all));
  }

  /** Returns the mean loss of all rows at the fit. */
  static double loss(AllRows rows) {
    double[] weights = classWeights(rows);
    double all = Arrays.stream(weights).sum();
    return isFitted(rows, weights)
        ? -withOffsets(rows, weights).logLikelihood() / all
        : sum(weights, weight -> -weight / all * Math.log(weight / all));
  }

  /**
   * Returns the largest absolute component of the gradient of the mean loss at the fit: the least
   * {@code train.l1} at which all weights are 0.
   */
  public static double largestGradient(AllRows rows) {
    double[] weights = classWeights(rows);
    RowFacts facts = rows.facts();
    int outputs = facts.outputs();
    double[] parameters = new double[(facts.schema().width() + 1) * outputs];
    int biases = parameters.length - outputs;
    for (int output = 0; output < outputs; output++) {
      parameters[biases + output] =
          outputs > 1
              ? Math.log(weights[output])
              : isFitted(rows, weights)
                  ? withOffsets(rows, weights).bias()
                  : Math.log(weights[1] / weights[0]);
    }
    double[] gradient = new double[parameters.length];
    rows.evaluate(parameters, gradient);
    return Arrays.stream(gradient, 0, biases).map(Math::abs).max().orElse(0);
  }

  /** Returns the weight of each class's rows, those of classes included. */
  public static double[] classWeights(AllRows rows) {
    RowFacts facts = rows.facts();
    return facts.weighted()
        ? rows.aggregate(new Passes.ClassWeights(facts.classes().size()))
        : facts.classRows().stream().mapToDouble(Long::doubleValue).toArray();
  }

  private static boolean isFitted(AllRows rows, double[] weights) {
    return rows.facts().offset().isPresent() && weights[0] > 0 && weights[1] > 0;
  }

  private static double sum(double[] weights, DoubleUnaryOperator term) {
    return Arrays.stream(weights).filter(weight -> weight > 0).map(term).sum();
  }

  /**
   * Newton's method within an interval in which the gradient changes its sign, halved where a step
   * would leave it.
   */
  private static Fitted withOffsets(AllRows rows, double[] weights) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double bias = Math.log(weights[1] / weights[0]);
    double stride = 1;
    Information at = rows.aggregate(new BiasOnly(bias));
    for (int step = 0; step < MOST_STEPS; step++) {
      double gradient = at.gradient()[0];
      if (gradient > 0) {
        low = bias;
      } else {
        high = bias;
      }
      double next = bias + gradient / at.matrix()[0][0];
      if (!(next > low && next < high && Math.abs(next - bias) <= stride)) {
        double outwards = bias + Math.copySign(stride, gradient);
        next = outwards > low && outwards < high ? outwards : low + (high - low) / 2;
        stride *= 2;
      }
      if (gradient == 0 || Math.abs(next - bias) <= Math.ulp(bias) || next == low || next == high) {
        break;
      }
      bias = next;
      at = rows.aggregate(new BiasOnly(bias));
    }
    return new Fitted(bias, at.logLikelihood());
  }

  /** The bias of rows with an offset. */
  private record Fitted(double bias, double logLikelihood) {}

  /** The log-likelihood at a bias, and its derivatives. */
  private record BiasOnly(double bias) implements Pass<Information> {

    @Override
    public long numbers() {
      return 1;
    }

    @Override
    public Information over(List<RowBlock> blocks) {
      Information sum = new Information(1);
      for (RowBlock block : blocks) {
        try (NDScope scope = new NDScope()) {
          Shape shape = new Shape(1, block.targets().size());
          NDArray ones = block.targets().manager().ones(shape, DataType.FLOAT64);
          new CenteredBlock(new DenseDesign(ones), block.targets(), block.unit())
              .addTo(sum, new double[] {bias}, Likelihood.of(1));
        }
      }
      return sum;
    }

    @Override
    public Information merge(Information earlier, Information later) {
      return earlier.and(later);
    }
  }
}
