/**
 * Tables that Spark reads, used as the core uses its own: {@link
 * dev.logistic.spark.table.SparkTable} opens one and learns in one pass how columns become
 * features; rows then become vectors on the scale of the columns, labels the places of classes.
 */
@NullMarked
package dev.logistic.spark.table;

import org.jspecify.annotations.NullMarked;
