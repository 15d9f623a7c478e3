/**
 * Model directories served over HTTP, on the JDK's own server and without native code. {@link
 * dev.logistic.serve.ScoringServer} is the entry point: it owns the models, which it reads again
 * when their directories are replaced, and the threads, and is closed by whoever started it. JSON
 * rows by column name go in; probabilities, predicted classes and reasons come out.
 */
@NullMarked
package dev.logistic.serve;

import org.jspecify.annotations.NullMarked;
