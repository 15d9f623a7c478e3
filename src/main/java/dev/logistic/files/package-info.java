/**
 * The rules that all files share, with or without native code. {@link
 * dev.logistic.files.SafetensorsReader} and {@link dev.logistic.files.SafetensorsWriter} implement
 * the format of checkpoints and exports, {@link dev.logistic.files.Sha256} is the checksum of all,
 * and {@link dev.logistic.files.ContentSha256} that of {@code model.json}. {@link
 * dev.logistic.files.AtomicFile} replaces a file, {@link dev.logistic.files.StagedDirectory} a
 * directory, which {@link dev.logistic.files.ReplacedDirectory} reads meanwhile. Content that is
 * damaged is a {@link dev.logistic.files.CorruptFileException}. Uses nothing but the Java platform
 * and Gson. The caller that opens a channel or stages a directory closes it.
 *
 * <p>For use within this project.
 */
@NullMarked
package dev.logistic.files;

import org.jspecify.annotations.NullMarked;
