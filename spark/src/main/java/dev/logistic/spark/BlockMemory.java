package dev.logistic.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Accounts for the native memory of this process's blocks, up to a limit. */
final class BlockMemory {

  private static final AtomicLong IN_USE = new AtomicLong();
  private static final long OUTSIDE_THE_HEAP = outsideTheHeap();

  private BlockMemory() {}

  /** Bytes of all blocks in this process. */
  static long inUse() {
    return IN_USE.get();
  }

  /**
   * Reserves bytes for a block, before it is created.
   *
   * @param most limit; 0 for the machine's memory without the heap
   * @param who needs them, for the message
   * @throws RowFault if all blocks together would exceed the limit
   */
  static void reserve(long bytes, long most, String who) {
    long bound = most == 0 ? OUTSIDE_THE_HEAP : most;
    long all = IN_USE.addAndGet(bytes);
    if (all > bound) {
      IN_USE.addAndGet(-bytes);
      throw new RowFault(
          ("too little memory for the features: with %s the blocks of this executor need %s besides"
                  + " its heap and may use %s (%s); use more executors, or %s, or train in"
                  + " float32")
              .formatted(
                  who,
                  mebibytes(all),
                  mebibytes(bound),
                  most == 0 ? "the machine's memory without the heap" : "blockMemory",
                  most == 0
                      ? "smaller heaps"
                      : "give each more memory by spark.executor.memoryOverhead and raise"
                          + " blockMemory"));
    }
  }

  static void release(long bytes) {
    IN_USE.addAndGet(-bytes);
  }

  private static String mebibytes(long bytes) {
    return "%d MiB".formatted((bytes + (1 << 20) - 1) >> 20);
  }

  private static long outsideTheHeap() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Math.max(0, system.getTotalMemorySize() - Runtime.getRuntime().maxMemory());
  }
}
