/** Logistic regression trained by hand on native PyTorch: the program's entry point. */
@NullMarked
package dev.logistic;

import org.jspecify.annotations.NullMarked;
