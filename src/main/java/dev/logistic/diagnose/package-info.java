/**
 * Diagnostics of unpenalised fits of two classes: residuals, influence of single rows, goodness of
 * fit and collinearity.
 *
 * <p>Entry point: {@link dev.logistic.diagnose.Diagnostics}. A trained model with statistics goes
 * in with rows of shape (rows, columns), which stay the caller's. Holds no native arrays, so there
 * is nothing to close.
 */
@NullMarked
package dev.logistic.diagnose;

import org.jspecify.annotations.NullMarked;
