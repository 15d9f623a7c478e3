/**
 * What is known of a model besides its parameters, with or without native code. {@link
 * dev.logistic.schema.ModelCard} holds it and {@link dev.logistic.schema.ModelJson} reads and
 * writes it. {@link dev.logistic.schema.FeatureSchema} lists the input columns and the features
 * that they become; {@link dev.logistic.schema.RowEncoder} encodes a row given as cells by column
 * name. Uses nothing but the Java platform, Gson and {@code files}. Nothing has to be closed.
 */
@NullMarked
package dev.logistic.schema;

import org.jspecify.annotations.NullMarked;
