/** Training on Apache Spark. */
@NullMarked
package dev.logistic.spark;

import org.jspecify.annotations.NullMarked;
