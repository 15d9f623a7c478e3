/**
 * What is known of a model besides its parameters, with or without native code. {@link
 * dev.logistic.schema.ModelCard} holds it, {@link dev.logistic.schema.ModelJson} reads the part
 * that scoring needs, and {@link dev.logistic.schema.ModelCardJson} the rest. A {@link
 * dev.logistic.schema.FeatureSchema} has a {@link dev.logistic.schema.Term} for each input column,
 * or two, which turn its cells into features ({@code table.TermFitting} learns them); {@link
 * dev.logistic.schema.RowEncoder} encodes a row given as cells by column name, and {@link
 * dev.logistic.schema.Records} reads a record as such a row. {@link
 * dev.logistic.schema.ClassProbabilities} follow from a row's logits. A {@link
 * dev.logistic.schema.TrainingProfile} describes the training rows. Uses nothing but the Java
 * platform, Gson and {@code files}. Nothing has to be closed.
 */
@NullMarked
package dev.logistic.schema;

import org.jspecify.annotations.NullMarked;
