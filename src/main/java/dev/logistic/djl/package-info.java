/**
 * The integration with DJL. {@code ai.djl.repository.zoo.Criteria} loads a model directory through
 * {@link dev.logistic.djl.LogisticBlockFactory} and {@link
 * dev.logistic.djl.LogisticTranslatorFactory}, and {@link dev.logistic.djl.FineTuned} converts back
 * what DJL has trained further; {@link dev.logistic.djl.Datasets} and {@link
 * dev.logistic.djl.DjlListeners} make DJL's data sets and training listeners available to
 * trainings. Features have shape (rows, columns) and logits (rows, outputs). Each class states who
 * closes what.
 */
@NullMarked
package dev.logistic.djl;

import org.jspecify.annotations.NullMarked;
