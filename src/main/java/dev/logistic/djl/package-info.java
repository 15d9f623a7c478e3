/**
 * The face toward DJL. {@code ai.djl.repository.zoo.Criteria} loads a model directory through
 * {@link dev.logistic.djl.LogisticBlockFactory} and {@link
 * dev.logistic.djl.LogisticTranslatorFactory}, and {@link dev.logistic.djl.FineTuned} takes back
 * what DJL has trained further; {@link dev.logistic.djl.Datasets} and {@link
 * dev.logistic.djl.DjlListeners} bring DJL's data sets and training listeners to our training.
 * Features have shape (rows, columns) and logits (rows, outputs). Each class says who closes what.
 */
@NullMarked
package dev.logistic.djl;

import org.jspecify.annotations.NullMarked;
