/**
 * The metadata of a model, independent of native code. {@link dev.logistic.schema.ModelCard} holds
 * them and {@link dev.logistic.schema.ModelJson} reads and writes it. A {@link
 * dev.logistic.schema.FeatureSchema} has a {@link dev.logistic.schema.Term} for each input column,
 * which turns its cells into features; {@link dev.logistic.schema.RowEncoder} encodes a row given
 * as cells by column name. {@link dev.logistic.schema.ClassProbabilities} follow from a row's
 * logits. Uses nothing but the Java platform, Gson and {@code files}. Nothing has to be closed.
 */
@NullMarked
package dev.logistic.schema;

import org.jspecify.annotations.NullMarked;
