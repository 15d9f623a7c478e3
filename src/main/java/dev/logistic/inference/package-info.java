/**
 * Inference from fits without a penalty. {@link dev.logistic.inference.Inference} finds standard
 * errors of the coefficients at the optimum, or columns that are combinations of others; {@link
 * dev.logistic.inference.Separation} detects that there is no finite optimum, and {@link
 * dev.logistic.inference.NoOptimum} explains why, naming columns, levels and classes. Parameters of
 * shape (columns + 1, outputs) and {@linkplain dev.logistic.solver.AllRows rows} go in, which the
 * caller closes. For use within this project.
 */
@NullMarked
package dev.logistic.inference;

import org.jspecify.annotations.NullMarked;
