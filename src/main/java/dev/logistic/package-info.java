/**
 * Logistic regression on native PyTorch, with a training loop written by hand: the program's entry
 * point.
 */
@NullMarked
package dev.logistic;

import org.jspecify.annotations.NullMarked;
