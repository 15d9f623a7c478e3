package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Targets;

/** More than two classes, each with a logit. */
final class MultinomialLikelihood implements Likelihood {

  private static final int[] COLUMNS = {1};
  private static final int[] ROWS = {0};

  /** Excludes a row's own class from a comparison of its logits. */
  private static final double OUT_OF_REACH = 1e300;

  @Override
  public Objective closedForm() {
    return new SoftmaxObjective();
  }

  @Override
  public Objective autograd(boolean ofLogits) {
    return new AutogradObjective(LogLikelihood.OF_SOFTMAX);
  }

  @Override
  public NDArray logProbabilities(NDArray logits) {
    return logits.logSoftmax(1);
  }

  @Override
  public NDArray indicators(Targets rows) {
    return rows.indicators().toType(DataType.FLOAT64, false);
  }

  @Override
  public NDArray ofOutputs(NDArray ofClasses) {
    return ofClasses;
  }

  @Override
  public NDArray margins(NDArray logits, Targets rows) {
    return margins(logits, indicators(rows));
  }

  private static NDArray margins(NDArray logits, NDArray own) {
    NDArray others = logits.sub(own.mul(OUT_OF_REACH)).max(COLUMNS);
    return logits.mul(own).sum(COLUMNS).subi(others);
  }

  @Override
  public double lossAndResiduals(
      double[] logits, int rows, short[] classes, double[] weights, int first) {
    int outputs = logits.length / rows;
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      int from = row * outputs;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + outputs; i++) {
        greatest = Math.max(greatest, logits[i]);
      }
      double own = logits[from + classes[first + row]] - greatest;
      double sum = 0;
      for (int i = from; i < from + outputs; i++) {
        logits[i] = Math.exp(logits[i] - greatest);
        sum += logits[i];
      }
      double weight = weights[first + row];
      loss += weight * (Math.log(sum) - own);
      for (int i = from; i < from + outputs; i++) {
        logits[i] *= weight / sum;
      }
      logits[from + classes[first + row]] -= weight;
    }
    return loss;
  }

  @Override
  public LogitDerivatives derivatives(NDArray logits, Targets rows) {
    NDArray own = rows.indicators().transpose().toType(DataType.FLOAT64, false);
    return new Derivatives(logits, own);
  }

  /** Arrays of shape (classes, size), unless stated otherwise. */
  private static final class Derivatives implements LogitDerivatives {
    private final NDArray own;
    private final NDArray logits;
    private final NDArray logProbabilities;
    private final NDArray probabilities;
    private final NDArray ofOthers; // exact even where it is tiny

    Derivatives(NDArray ofOthersThanFirst, NDArray own) {
      NDManager owner = ofOthersThanFirst.getManager();
      Shape ofRows = new Shape(1, own.getShape().get(1));
      this.own = own;
      this.logits = owner.zeros(ofRows, DataType.FLOAT64).concat(ofOthersThanFirst, 0);
      this.logProbabilities = logits.logSoftmax(0);
      this.probabilities = logProbabilities.exp();
      int classes = Math.toIntExact(logits.getShape().get(0));
      NDArray unlike = owner.eye(classes).toType(DataType.FLOAT64, false).negi().addi(1);
      this.ofOthers = unlike.matMul(probabilities);
    }

    @Override
    public NDArray margins() {
      return MultinomialLikelihood.margins(logits.transpose(), own.transpose());
    }

    @Override
    public NDArray logLikelihood() {
      return logProbabilities.mul(own).sum(ROWS, true);
    }

    @Override
    public NDArray gradient() {
      return own.mul(ofOthers).subi(own.neg().addi(1).muli(probabilities)).get("1:");
    }

    @Override
    public NDArray curvature(int first, int second) {
      NDArray other =
          first == second ? row(ofOthers, first + 1) : row(probabilities, second + 1).neg();
      return row(probabilities, first + 1).mul(other);
    }

    private static NDArray row(NDArray matrix, int place) {
      return matrix.get(place + ":" + (place + 1));
    }

    @Override
    public NDArray curvatureDiagonal() {
      return probabilities.mul(ofOthers).get("1:");
    }

    @Override
    public NDArray curvatureAlong(NDArray changes) {
      NDArray likely = probabilities.get("1:");
      NDArray shares = likely.mul(changes);
      return shares.sub(likely.mul(shares.sum(ROWS, true)));
    }
  }
}
