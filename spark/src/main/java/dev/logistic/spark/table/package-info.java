/**
 * Tables that Spark reads, processed by the core's rules: {@link
 * dev.logistic.spark.table.SparkTable} opens one and learns in one pass how columns become
 * features; rows then become vectors on the scale of the columns, labels the indices of classes.
 */
@NullMarked
package dev.logistic.spark.table;

import org.jspecify.annotations.NullMarked;
