/**
 * Fits compared with an independent oracle: {@link dev.logistic.train.optimum.NewtonOracle} solves
 * a {@link dev.logistic.train.optimum.Problem} in plain Java doubles, {@link
 * dev.logistic.train.optimum.Separability} decides exactly whether it has an optimum, and {@link
 * dev.logistic.train.optimum.Fits} trains on it through the public API.
 */
@NullMarked
package dev.logistic.train.optimum;

import org.jspecify.annotations.NullMarked;
