/**
 * Scoring on the plain JVM: {@link dev.logistic.score.Scorer} reads a model's {@code model.json}
 * and its weights as {@code djl-logistic export --format safetensors} writes them, and returns the
 * same probabilities as the native path. It needs this project's jar and Gson, but neither DJL nor
 * PyTorch. Rows go in as arrays of features or as cells by column name; probabilities come out.
 * Nothing has to be closed.
 */
@NullMarked
package dev.logistic.score;

import org.jspecify.annotations.NullMarked;
