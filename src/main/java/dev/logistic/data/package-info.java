/**
 * Rows on their way to the loop: {@link dev.logistic.data.LabelledData} (features of shape (rows,
 * columns), labels of shape (rows, 1)), created by a caller or by {@link
 * dev.logistic.data.SyntheticData}, and cut by {@link dev.logistic.data.Minibatches} into {@link
 * dev.logistic.data.Minibatch}es. Each of these closes what it created; arrays that a caller passes
 * in remain the caller's.
 */
@NullMarked
package dev.logistic.data;

import org.jspecify.annotations.NullMarked;
