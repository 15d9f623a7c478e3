/**
 * Selection of the penalty. {@link dev.logistic.selection.CrossValidation} is the entry point:
 * labelled data, settings and an {@link dev.logistic.selection.PenaltyGrid} go in, a {@link
 * dev.logistic.selection.RegularizationPath} with the loss on held-out rows for each l2 comes out.
 * The caller owns the data.
 */
@NullMarked
package dev.logistic.selection;

import org.jspecify.annotations.NullMarked;
