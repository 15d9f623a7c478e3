/**
 * Saves on disk what a long computation needs to resume: a {@link
 * dev.logistic.checkpoint.CheckpointDirectory} keeps the last two {@link
 * dev.logistic.checkpoint.State}s, named arrays of float64 and texts, each in a file of the
 * safetensors format with a checksum. Parts of the computation are {@link
 * dev.logistic.checkpoint.Resumable}. Independent of what is stored; the caller that opens a
 * directory closes it.
 *
 * <p>For use within this project.
 */
@NullMarked
package dev.logistic.checkpoint;

import org.jspecify.annotations.NullMarked;
