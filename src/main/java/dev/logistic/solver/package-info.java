/**
 * Solvers for the optimum over all rows. {@link dev.logistic.solver.AllRows} is the common input:
 * rows that are local ({@link dev.logistic.solver.WholeData}) or remote ({@link
 * dev.logistic.solver.RemoteData} over {@link dev.logistic.solver.RemoteRows}), to which a {@link
 * dev.logistic.solver.Pass} travels. {@link dev.logistic.solver.Descent} minimises, from parameters
 * as a model has them, of shape (columns + 1, outputs) row by row, and {@link
 * dev.logistic.solver.Certificate} bounds how far parameters are from the optimum. Except for the
 * types that remote rows need ({@code RemoteRows}, {@code RowFacts}, {@code RowBlock} and {@code
 * Pass}), public classes are for use within this project only. The caller owns the data and closes
 * the rows.
 */
@NullMarked
package dev.logistic.solver;

import org.jspecify.annotations.NullMarked;
