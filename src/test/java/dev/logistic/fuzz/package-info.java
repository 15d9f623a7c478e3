/**
 * Hostile input: unchecked bytes from files and from the network. Each target's {@code
 * fuzzerTestOneInput} takes any bytes and throws only where a promise is broken: an exception that
 * is not documented, an error of the JVM, two readers that disagree. {@link
 * dev.logistic.fuzz.Seeds} replays stored inputs and their mutations under JUnit; {@code
 * bench/fuzz.py} runs the targets under Jazzer, whose name the method has.
 */
@NullMarked
package dev.logistic.fuzz;

import org.jspecify.annotations.NullMarked;
