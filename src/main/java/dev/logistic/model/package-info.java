/**
 * What is learned and where it is kept. {@link dev.logistic.model.Parameters} is what training
 * changes; {@link dev.logistic.model.LogisticModel} is what comes out, immutable, with the {@link
 * dev.logistic.schema.ModelCard} that says where it came from; {@link
 * dev.logistic.model.ModelDirectory} writes and reads it, in a form that DJL loads by itself
 * through {@link dev.logistic.model.LogisticBlock}. Parameters and models own their arrays.
 */
@NullMarked
package dev.logistic.model;

import org.jspecify.annotations.NullMarked;
