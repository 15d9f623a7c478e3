/**
 * How a gradient becomes a step: an {@link dev.logistic.optimizer.UpdateRule} changes the
 * parameters, of shape (columns + 1, 1), in place. Rules own the few arrays they keep.
 */
@NullMarked
package dev.logistic.optimizer;

import org.jspecify.annotations.NullMarked;
