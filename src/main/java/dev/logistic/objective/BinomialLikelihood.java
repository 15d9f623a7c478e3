package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import dev.logistic.data.Targets;

/** Two classes; the logit is that of the positive one. */
final class BinomialLikelihood implements Likelihood {

  @Override
  public Objective closedForm() {
    return new ClosedFormObjective();
  }

  @Override
  public Objective autograd(boolean ofLogits) {
    return new AutogradObjective(ofLogits ? LogLikelihood.OF_LOGITS : LogLikelihood.OF_PROBABILITY);
  }

  @Override
  public NDArray logProbabilities(NDArray logits) {
    return logits.zerosLike().concat(logits, 1).logSoftmax(1);
  }

  @Override
  public NDArray indicators(Targets rows) {
    NDArray positive = signs(rows).gt(0).toType(DataType.FLOAT64, false);
    return positive.neg().addi(1).concat(positive, 1);
  }

  private static NDArray signs(Targets rows) {
    return rows.signs().toType(DataType.FLOAT64, false);
  }

  @Override
  public NDArray ofOutputs(NDArray ofClasses) {
    return ofClasses.get(":, 1:");
  }

  @Override
  public NDArray margins(NDArray logits, Targets rows) {
    return logits.mul(signs(rows));
  }

  /** With the margin m of a row's own class the loss is {@code log(1 + exp(-m))}. */
  @Override
  public double lossAndResiduals(
      double[] logits, int rows, short[] classes, double[] weights, int first) {
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      double sign = classes[first + row] == 1 ? 1 : -1;
      double margin = sign * logits[row];
      double likelier = Math.exp(-Math.abs(margin)); // at most 1
      double ofOther = (margin > 0 ? likelier : 1) / (1 + likelier);
      loss += weights[first + row] * (Math.max(-margin, 0) + Math.log(1 + likelier));
      logits[row] = -sign * weights[first + row] * ofOther;
    }
    return loss;
  }

  @Override
  public LogitDerivatives derivatives(NDArray logits, Targets rows) {
    NDArray all =
        rows.hasOffsets()
            ? logits.addi(rows.offsets().toType(DataType.FLOAT64, false).reshape(1, -1))
            : logits;
    return new Derivatives(all, signs(rows).reshape(1, -1));
  }

  /** Arrays of shape (1, size). */
  private static final class Derivatives implements LogitDerivatives {
    private final NDArray signs;
    private final NDArray margins; // above 0: its own class is more probable
    private final NDArray ofOther; // exact even where it is tiny

    Derivatives(NDArray logits, NDArray signs) {
      this.signs = signs;
      this.margins = logits.muli(signs);
      this.ofOther = Activation.sigmoid(margins.neg());
    }

    @Override
    public NDArray margins() {
      return margins;
    }

    /** {@code -log(1 + exp(-m))}; PyTorch's softplus would leave out up to 2e-9. */
    @Override
    public NDArray logLikelihood() {
      return margins.minimum(0).subi(margins.abs().negi().exp().addi(1).log());
    }

    @Override
    public NDArray gradient() {
      return ofOther.mul(signs);
    }

    @Override
    public NDArray curvature(int first, int second) {
      return curvatureDiagonal();
    }

    @Override
    public NDArray curvatureDiagonal() {
      return Activation.sigmoid(margins).muli(ofOther);
    }

    @Override
    public NDArray curvatureAlong(NDArray changes) {
      return curvatureDiagonal().muli(changes);
    }
  }
}
