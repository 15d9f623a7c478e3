/**
 * Trained models. {@link dev.logistic.model.Parameters} are updated by the training; {@link
 * dev.logistic.model.LogisticModel} is the immutable result, with the {@link
 * dev.logistic.schema.ModelCard} that describes its origin; {@link
 * dev.logistic.model.ModelDirectory} writes and reads it, in a form that DJL loads without our code
 * through {@link dev.logistic.model.LogisticBlock}. Parameters and models own their arrays.
 */
@NullMarked
package dev.logistic.model;

import org.jspecify.annotations.NullMarked;
