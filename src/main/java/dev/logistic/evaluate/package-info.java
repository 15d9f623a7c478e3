/** How good predictions are. Closes what it makes; models and data stay the caller's. */
@NullMarked
package dev.logistic.evaluate;

import org.jspecify.annotations.NullMarked;
