/**
 * The command line: {@link dev.logistic.cli.Cli} parses it and runs one class per command. Only
 * this package prints or ends the process.
 */
@NullMarked
package dev.logistic.cli;

import org.jspecify.annotations.NullMarked;
