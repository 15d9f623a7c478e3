package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.logistic.data.Minibatch;
import dev.logistic.model.Parameters;

/** Ways to write the log-likelihood of each row so that autograd can follow. */
enum LogLikelihood {

  /**
   * As the original: the logarithm of the sigmoid's value, or of one minus it. Minus infinity where
   * a wrong prediction is so confident that its probability rounds to 1. The original's {@code
   * log(p) * y + (1 - y) * log(1 - p)} has the same value and gradient at twice the operations, and
   * is NaN (0 times infinity) even where such a prediction is correct.
   */
  OF_PROBABILITY {
    @Override
    NDArray ofRows(Parameters parameters, Minibatch rows) {
      NDArray logits = Unchecked.product(rows.design(), parameters.packed());
      NDArray probability =
          Activation.sigmoid(rows.hasOffsets() ? logits.add(rows.offsets()) : logits);
      NDArray ofOwnClass = ofOwnClass(probability, rows);
      return (rows.isWeighted() ? ofWeighty(ofOwnClass, rows) : ofOwnClass).log(); // (size, 1)
    }

    /** p where the label is 1 and 1 - p where it is 0, in as few operations as possible. */
    private static NDArray ofOwnClass(NDArray p, Minibatch rows) {
      return switch (rows.labels()) {
        case ALL_ONE -> p;
        case ALL_ZERO -> rows.negatives().sub(p);
        case MIXED -> p.mul(rows.signs()).add(rows.negatives());
      };
    }

    /** 1 for rows of weight 0: the logarithm of a p of 0 times a weight of 0 would be NaN. */
    private static NDArray ofWeighty(NDArray p, Minibatch rows) {
      NDArray weightless = rows.weights().eq(0).toType(p.getDataType(), false);
      return p.mul(weightless.onesLike().sub(weightless)).add(weightless);
    }
  },

  /**
   * {@code -log(1 + exp(u))} with the wrong class's logit u: finite as long as u is. PyTorch's
   * softplus returns u itself above 20, which in float64 is off by less than 2.1e-9.
   */
  OF_LOGITS {
    @Override
    NDArray ofRows(Parameters parameters, Minibatch rows) {
      NDArray wrong = Unchecked.product(rows.opposed(), parameters.packed());
      return Activation.softPlus(
              rows.hasOffsets() ? wrong.add(rows.opposites().mul(rows.offsets())) : wrong)
          .neg();
    }
  },

  /** For more than two classes: the logarithm of the softmax, at the row's own class. */
  OF_SOFTMAX {
    @Override
    NDArray ofRows(Parameters parameters, Minibatch rows) {
      NDArray logits = Unchecked.product(rows.design(), parameters.packed()); // (size, classes)
      return logits.logSoftmax(1).mul(rows.indicators()).sum(new int[] {1}, true);
    }
  };

  /** The log-likelihood of each row: shape (size, 1). */
  abstract NDArray ofRows(Parameters parameters, Minibatch rows);
}
