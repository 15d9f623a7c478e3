package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import dev.logistic.data.Targets;

/**
 * The likelihood of labels given logits: its value, gradient, curvature and inverse link. Two
 * classes have one logit per row, that of the positive class; more have one logit for each class.
 * {@link #closedForm} and {@link #autograd} are two ways to evaluate the mean loss of a minibatch;
 * everything else is in float64. Arrays made here belong to the caller's scope. Immutable.
 */
public sealed interface Likelihood permits BinomialLikelihood, MultinomialLikelihood {

  /**
   * Returns the likelihood of models with so many outputs.
   *
   * @param outputs 1 for two classes, and the number of classes for more
   */
  static Likelihood of(int outputs) {
    return outputs == 1 ? new BinomialLikelihood() : new MultinomialLikelihood();
  }

  /** Returns the mean loss of a minibatch with its gradient by formula. */
  Objective closedForm();

  /**
   * Returns the mean loss of a minibatch with its gradient by autograd.
   *
   * @param ofLogits whether the loss of two classes is computed from logits instead of
   *     probabilities; ignored for more classes
   */
  Objective autograd(boolean ofLogits);

  /**
   * The inverse link: returns the logarithms of the probabilities of all classes.
   *
   * @param logits shape (size, outputs)
   * @return shape (size, classes)
   */
  NDArray logProbabilities(NDArray logits);

  /** Returns 1 in the column of each row's own class and 0 in the others: (size, classes). */
  NDArray indicators(Targets rows);

  /**
   * Returns the columns of the classes that have an output.
   *
   * @param ofClasses shape (size, classes)
   * @return shape (size, outputs)
   */
  NDArray ofOutputs(NDArray ofClasses);

  /**
   * Returns how much higher the logit of each row's own class is than that of any other, without
   * offsets.
   *
   * @param logits shape (size, outputs)
   * @return as many values as rows
   */
  NDArray margins(NDArray logits, Targets rows);

  /**
   * Returns the weighted sum of the losses of rows in Java's arrays, and replaces their logits by
   * the derivatives of the weighted losses.
   *
   * @param logits shape (rows, outputs), row by row
   * @param rows their number
   * @param classes of all rows of the data
   * @param weights of all rows of the data
   * @param first index of the first row in classes and weights
   */
  double lossAndResiduals(double[] logits, int rows, short[] classes, double[] weights, int first);

  /**
   * Returns the log-likelihood of rows as a function of their logits, to which it adds their
   * offsets if there are any.
   *
   * @param logits without offsets, relative to that of the first class, one row for each other
   *     class: shape (classes - 1, size); overwritten
   */
  LogitDerivatives derivatives(NDArray logits, Targets rows);
}
