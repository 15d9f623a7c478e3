/**
 * The objectives to be minimised. {@link dev.logistic.objective.Likelihood} is the entry point: it
 * is chosen by the number of outputs, and evaluates by formula or by autograd. An {@link
 * dev.logistic.objective.Objective} takes parameters of shape (columns + 1, outputs) and a
 * minibatch, and returns the mean loss of its rows and its gradient, of the parameters' shape.
 * Temporary arrays belong to the caller's {@link ai.djl.ndarray.NDScope}.
 *
 * <p>For use within this project.
 */
@NullMarked
package dev.logistic.objective;

import org.jspecify.annotations.NullMarked;
