/**
 * The face toward DJL: what {@code ai.djl.repository.zoo.Criteria} needs to load a model directory
 * by itself.
 */
@NullMarked
package dev.logistic.djl;

import org.jspecify.annotations.NullMarked;
