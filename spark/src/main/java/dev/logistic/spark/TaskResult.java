package dev.logistic.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What comes back from a partition.
 *
 * @param value null where there is nothing to tell, or a fault
 * @param fault why the rows cannot be trained on; else null
 * @param checksum of what the rows are
 * @param location where the blocks are, as Spark's scheduler writes it
 */
record TaskResult<R extends Serializable>(
    @Nullable R value, @Nullable String fault, int checksum, String location)
    implements Serializable {

  /** Opens what a task has sealed. */
  @SuppressWarnings("unchecked") // it is what the task's work gives
  static <R extends Serializable> TaskResult<R> open(byte[] bytes) {
    return (TaskResult<R>) Sealed.open(bytes);
  }
}
