/**
 * What a run is to do: {@link dev.logistic.config.Settings} holds one value for every {@link
 * dev.logistic.config.Key}, whose {@linkplain dev.logistic.config.Facet facets} state what others
 * have to know of it; {@link dev.logistic.config.Layer} is one place that values come from.
 * Everything here is immutable and thread-safe.
 */
@NullMarked
package dev.logistic.config;

import org.jspecify.annotations.NullMarked;
