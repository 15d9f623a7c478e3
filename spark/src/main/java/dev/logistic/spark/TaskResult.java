package dev.logistic.spark;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task on a partition.
 *
 * @param value null if there is nothing to report, or a fault
 * @param fault why the rows cannot be trained on; else null
 * @param checksum of the rows
 * @param location where the blocks are, in the notation of Spark's scheduler
 */
record TaskResult<R extends Serializable>(
    @Nullable R value, @Nullable String fault, long checksum, String location)
    implements Serializable {

  /** Opens a sealed result, or a sealed list of them. */
  @SuppressWarnings("unchecked") // it is the type of the tasks' work
  static <R extends Serializable> List<TaskResult<R>> openRun(byte[] bytes) {
    Object opened = Serialization.open(bytes);
    return opened instanceof TaskResult
        ? List.of((TaskResult<R>) opened)
        : (List<TaskResult<R>>) opened;
  }

  /** Returns the same with another value. */
  TaskResult<R> with(@Nullable R other) {
    return new TaskResult<>(other, fault, checksum, location);
  }
}
