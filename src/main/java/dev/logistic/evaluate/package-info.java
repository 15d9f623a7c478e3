/**
 * Evaluates predictions.
 *
 * <p>Entry points: {@link dev.logistic.evaluate.Scores} accepts logits and true classes of a binary
 * classifier as plain arrays of length rows; {@link dev.logistic.evaluate.Evaluation} has every
 * {@link dev.logistic.evaluate.Metric}, {@link dev.logistic.evaluate.MulticlassScores} and {@link
 * dev.logistic.evaluate.MulticlassEvaluation} those of more classes, and the curves, {@link
 * dev.logistic.evaluate.Calibration} and {@link dev.logistic.evaluate.ScoreHistogram} are for
 * charts. These hold Java arrays only and are immutable, so threads may share them. {@link
 * dev.logistic.evaluate.Scoring} works on native arrays and closes those it creates; models and
 * data remain the caller's.
 */
@NullMarked
package dev.logistic.evaluate;

import org.jspecify.annotations.NullMarked;
