/**
 * The settings of a run: {@link dev.logistic.config.Settings} holds one value for every {@link
 * dev.logistic.config.Key}, whose {@linkplain dev.logistic.config.Facet facets} state facts about
 * it; {@link dev.logistic.config.Layer} is one origin of values. Everything here is immutable and
 * thread-safe.
 */
@NullMarked
package dev.logistic.config;

import org.jspecify.annotations.NullMarked;
