/**
 * Scoring on the plain JVM: {@link dev.logistic.score.Scorer} reads a model directory, or its
 * {@code model.json} and its weights as {@code djl-logistic export --format safetensors} writes
 * them, and returns the probabilities that the native path returns. {@code LogisticModel.scorer()}
 * has one of a model in memory; this package knows nothing of that class. It needs this project's
 * jar and Gson, and neither DJL nor PyTorch. Rows go in as arrays of features or as cells by column
 * name; probabilities come out. Nothing has to be closed.
 */
@NullMarked
package dev.logistic.score;

import org.jspecify.annotations.NullMarked;
