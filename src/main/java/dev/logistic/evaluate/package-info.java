/**
 * Evaluates predictions.
 *
 * <p>Entry points: {@link dev.logistic.evaluate.Scores} accepts logits and true classes of a binary
 * classifier as plain arrays of length rows; {@link dev.logistic.evaluate.Evaluation} has every
 * {@link dev.logistic.evaluate.Metric}, {@link dev.logistic.evaluate.MulticlassScores} and {@link
 * dev.logistic.evaluate.MulticlassEvaluation} those of more classes, and the curves, {@link
 * dev.logistic.evaluate.Calibration} and {@link dev.logistic.evaluate.ScoreHistogram} what is
 * drawn. These hold Java arrays only and are immutable, so threads may share them. {@link
 * dev.logistic.evaluate.Evaluations} evaluates a model on labelled rows in one call, and {@link
 * dev.logistic.evaluate.Scoring} scores such rows; both close what they allocate, and models and
 * data stay the caller's.
 */
@NullMarked
package dev.logistic.evaluate;

import org.jspecify.annotations.NullMarked;
