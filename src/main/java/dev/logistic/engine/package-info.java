/**
 * The native PyTorch engine of the process: {@link dev.logistic.engine.PyTorch} starts it and
 * describes it, {@link dev.logistic.engine.Devices} turns a setting into a device that works,
 * {@link dev.logistic.engine.RandomDraws} guards the one random generator, and {@link
 * dev.logistic.engine.NoGradient} turns recording off on a thread. Nothing here owns an array.
 *
 * <p>For use within this project.
 */
@NullMarked
package dev.logistic.engine;

import org.jspecify.annotations.NullMarked;
