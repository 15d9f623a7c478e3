package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Targets;
import dev.logistic.objective.Likelihood;
import dev.logistic.optimizer.Vectors;
import java.io.Serializable;
import java.util.List;

/**
 * The gradient of the log-likelihood by the parameters of each class except the first, and the
 * length of the longest row, from one conversion of the rows to float64.
 *
 * @param parameters as a model has them
 * @param factors of the squares of the features in a length
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SlopesPass(double[] parameters, int outputs, double[] factors)
    implements Pass<SlopesPass.Sum> {

  /**
   * Sums over rows.
   *
   * @param gradient row by row, of shape (columns + 1, classes - 1), with the biases last
   * @param largestSquare of the length of a row
   */
  record Sum(double[] gradient, double largestSquare) implements Serializable {}

  @Override
  public long numbers() {
    return parameters.length;
  }

  @Override
  public Sum over(List<RowBlock> blocks) {
    Sum sum = new Sum(new double[(factors.length + 1) * Centering.classes(outputs)], 0);
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        sum = merge(sum, of(block));
      }
    }
    return sum;
  }

  private Sum of(RowBlock block) {
    Targets targets = block.targets();
    Products products = block.features().inFloat64();
    NDArray logits = products.logits(parameters, outputs).transpose();
    NDArray differences = outputs == 1 ? logits : logits.get("1:").sub(logits.get(":1"));
    NDArray residuals =
        Likelihood.of(outputs).derivatives(differences, targets).gradient().transpose();
    NDArray weighed =
        targets.isWeighted()
            ? residuals.mul(targets.weights().toType(DataType.FLOAT64, false)).mul(block.unit())
            : residuals;
    return new Sum(products.gradient(weighed), products.largestSquare(factors));
  }

  @Override
  public Sum merge(Sum earlier, Sum later) {
    double[] gradient = earlier.gradient.clone();
    Vectors.add(1, later.gradient, gradient);
    return new Sum(gradient, Math.max(earlier.largestSquare, later.largestSquare));
  }
}
