/**
 * Training. {@link dev.logistic.train.LogisticRegression} is the entry point: labelled data and
 * settings go in, a {@link dev.logistic.train.TrainingResult} with the model comes out, and an
 * {@link dev.logistic.train.EpochListener} is notified of every epoch. The loop itself is {@link
 * dev.logistic.train.GradientDescent}. {@link dev.logistic.selection.CrossValidation} chooses l2
 * for it. With {@code train.checkpoint} a training can be stopped at any time and resumed later
 * ({@link dev.logistic.train.LogisticRegression#resume}). The caller owns the data and closes the
 * model.
 */
@NullMarked
package dev.logistic.train;

import org.jspecify.annotations.NullMarked;
