/**
 * Optimisers. An {@link dev.logistic.optimizer.UpdateRule} updates the parameters, of shape
 * (columns + 1, outputs), in place by a gradient. {@link dev.logistic.optimizer.Sgd}, {@link
 * dev.logistic.optimizer.Adam} and {@link dev.logistic.optimizer.AdamW} take steps; momentum,
 * weight decay and clipping are rules that wrap another rule and own it. A {@link
 * dev.logistic.optimizer.Schedule} has the learning rate of each epoch. Rules own the few arrays
 * they keep. A {@link dev.logistic.optimizer.Minimizer} instead finds the optimum of a function of
 * all rows: {@link dev.logistic.optimizer.Lbfgs}, or with an l1 penalty {@link
 * dev.logistic.optimizer.OwlQn}.
 *
 * <p>For use within this project.
 */
@NullMarked
package dev.logistic.optimizer;

import org.jspecify.annotations.NullMarked;
