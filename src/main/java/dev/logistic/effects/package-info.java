/**
 * What the covariance of the coefficients implies for figures that depend on them, by the delta
 * method. {@link dev.logistic.effects.PredictionErrors} has the standard errors of predictions,
 * {@link dev.logistic.effects.MarginalEffects} those of averages over rows. A {@linkplain
 * dev.logistic.model.LogisticModel model} with a {@linkplain dev.logistic.schema.CovarianceMatrix
 * covariance} and rows on the scale of the columns go in; the caller closes the model.
 */
@NullMarked
package dev.logistic.effects;

import org.jspecify.annotations.NullMarked;
