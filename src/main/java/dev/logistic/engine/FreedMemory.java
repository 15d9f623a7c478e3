package dev.logistic.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the C library keep freed memory for the next arrays. A pass over rows creates and frees
 * arrays of some MB for each block; glibc at first returns them to the system, and each new one is
 * then paged in anew, which takes longer than the computation. It raises its thresholds to the size
 * of the largest array that has been freed, up to 32 MB, and twice that (mallopt(3),
 * M_MMAP_THRESHOLD and M_TRIM_THRESHOLD), so that freeing one suffices, which is never written to.
 * Settings of the user in the environment have precedence. Thread-safe.
 */
public final class FreedMemory {

  private static final long BYTES = 1L << 24;

  private static final AtomicBoolean KEPT = new AtomicBoolean();

  private FreedMemory() {}

  /** Has an effect once in a process. */
  public static void keep(NDManager manager) {
    if (!KEPT.getAndSet(true)) {
      manager.create(new Shape(BYTES), DataType.UINT8, Device.cpu()).close();
    }
  }
}
