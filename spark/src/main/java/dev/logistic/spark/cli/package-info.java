/**
 * The program for {@code spark-submit}: {@link dev.logistic.spark.cli.Cli} parses its arguments and
 * trains. Only this package prints or ends the process.
 */
@NullMarked
package dev.logistic.spark.cli;

import org.jspecify.annotations.NullMarked;
