package dev.logistic.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a data set that a training reads.
 *
 * @param features of Spark's vectors
 * @param label the index of each row's class: 0, 1 and so on
 * @param weight the rows' weights; null if unweighted
 */
record RowColumns(String features, String label, @Nullable String weight) implements Serializable {}
