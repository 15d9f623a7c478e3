/**
 * What is minimised: {@link dev.logistic.objective.Objective} takes parameters of shape (columns +
 * 1, 1) and a minibatch and gives the mean loss of its rows and its gradient, of the parameters'
 * shape. Arrays made on the way belong to the caller's {@link ai.djl.ndarray.NDScope}.
 */
@NullMarked
package dev.logistic.objective;

import org.jspecify.annotations.NullMarked;
