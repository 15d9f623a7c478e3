/**
 * Training processes that are killed and resumed, {@link dev.logistic.kill.KilledTraining} above
 * all. Needs the packaged program and nothing else, so that {@code bench/} can use it too.
 */
@NullMarked
package dev.logistic.kill;

import org.jspecify.annotations.NullMarked;
