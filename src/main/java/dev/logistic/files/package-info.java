/**
 * What is common to all who read a model directory, with or without native code: {@link
 * dev.logistic.files.ReplacedDirectory} reads it while others replace it, {@link
 * dev.logistic.files.ContentSha256} is the checksum of its {@code model.json}. Uses nothing but the
 * Java platform. Nothing has to be closed.
 */
@NullMarked
package dev.logistic.files;

import org.jspecify.annotations.NullMarked;
