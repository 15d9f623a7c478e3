/**
 * How rows differ from those that a model was trained on. A {@linkplain
 * dev.logistic.model.LogisticModel model} of a table, whose card has the {@linkplain
 * dev.logistic.schema.TrainingProfile distributions} of its training rows, and the rows of another
 * table go in; {@link dev.logistic.drift.Drift} comes out. The caller closes model and rows.
 */
@NullMarked
package dev.logistic.drift;

import org.jspecify.annotations.NullMarked;
