/**
 * How a gradient becomes a step: an {@link dev.logistic.optimizer.UpdateRule} changes the
 * parameters, of shape (columns + 1, outputs), in place. {@link dev.logistic.optimizer.Sgd}, {@link
 * dev.logistic.optimizer.Adam} and {@link dev.logistic.optimizer.AdamW} take steps; momentum,
 * weight decay and clipping are rules around a rule, which they own. A {@link
 * dev.logistic.optimizer.Schedule} has the learning rate of each epoch. Rules own the few arrays
 * they keep. A {@link dev.logistic.optimizer.Minimizer} goes to the optimum of a function of all
 * rows instead: {@link dev.logistic.optimizer.Lbfgs}, or with an l1 penalty {@link
 * dev.logistic.optimizer.OwlQn}.
 */
@NullMarked
package dev.logistic.optimizer;

import org.jspecify.annotations.NullMarked;
