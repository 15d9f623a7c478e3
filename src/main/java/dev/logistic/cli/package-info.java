/**
 * The command line: {@link dev.logistic.cli.Cli} parses it and runs one class per command. Only
 * this package ends the process, and only it and {@code console} print.
 *
 * <p>For use within this project.
 */
@NullMarked
package dev.logistic.cli;

import org.jspecify.annotations.NullMarked;
