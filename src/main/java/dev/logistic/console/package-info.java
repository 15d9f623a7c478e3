/**
 * Shared by the command lines of the core and of Spark: {@link
 * dev.logistic.console.SettingsOptions} reads settings from options, {@link
 * dev.logistic.console.Failures} prints errors, {@link dev.logistic.console.ExitStatus} lists the
 * exit statuses. It prints to the writers it is given, and never exits.
 *
 * <p>For use within this project.
 */
@NullMarked
package dev.logistic.console;

import org.jspecify.annotations.NullMarked;
