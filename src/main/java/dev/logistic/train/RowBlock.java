package dev.logistic.train;

import dev.logistic.data.Minibatch;

/**
 * Some rows as a {@link Pass} sees them.
 *
 * @param rows of one part ({@link Minibatch#isOnePart()}), on the CPU
 * @param weight the sum of their weights, or where none are weighted their number: above 0
 */
public record RowBlock(Minibatch rows, double weight) {}
