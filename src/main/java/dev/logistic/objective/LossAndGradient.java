package dev.logistic.objective;

import ai.djl.ndarray.NDArray;

/**
 * The value of an {@link Objective} and its gradient.
 *
 * @param loss mean over the rows, weighted if they are; NaN or infinite where arithmetic overflowed
 * @param gradient shape (columns + 1, 1), the bias's after the weights'; valid until the next
 *     evaluation, and the update rule may overwrite it
 */
public record LossAndGradient(double loss, NDArray gradient) {}
