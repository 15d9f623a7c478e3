package dev.logistic.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Objects;

/**
 * Arrays in large pages. Linux hands out memory page by page when it is first written to, and does
 * so for 2 MB at a time, and not for 4 kB, where it has been asked to: writing to a new array of
 * 100 MB is then interrupted 50 times and not 25,000 times. Thread-safe.
 */
public final class LargePages {

  private static final int MADV_HUGEPAGE = 14; // of Linux
  private static final long LEAST_BYTES = 1 << 21;
  private static final long PAGE_BYTES = 1 << 16; // a multiple of any processor's usual page
  private static final long VALUES_AT_ONCE = 1 << 27; // at most 1 GB, since a buffer ends at 2

  private LargePages() {}

  /**
   * An array without values yet, in large pages where it is large, on the CPU, and the system has
   * such pages; else in usual ones.
   *
   * @param type float32 or float64
   */
  public static NDArray create(NDManager manager, Shape shape, DataType type) {
    NDArray array = manager.create(shape, type);
    try {
      if (Platform.isLinux() && !array.getDevice().isGpu() && bytes(array) >= LEAST_BYTES) {
        adviseAll(array);
      }
    } catch (LinkageError e) {
      return array; // without JNA it is slower, no more
    }
    return array;
  }

  private static void adviseAll(NDArray array) {
    try (NDArray values = array.reshape(-1)) {
      for (long from = 0; from < values.size(); from += VALUES_AT_ONCE) {
        long to = Math.min(values.size(), from + VALUES_AT_ONCE);
        try (NDArray some = values.get(NDIndex.sliceAxis(0, from, to))) {
          advise(some);
        }
      }
    }
  }

  /** What it answers does not matter: a system without large pages has refused. */
  private static void advise(NDArray values) {
    Pointer memory = Native.getDirectBufferPointer(values.toByteBuffer(true));
    long address = Pointer.nativeValue(Objects.requireNonNull(memory));
    long first = (address + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    long end = (address + bytes(values)) / PAGE_BYTES * PAGE_BYTES;
    NativeLibrary.getProcess()
        .getFunction("madvise")
        .invokeInt(new Object[] {new Pointer(first), end - first, MADV_HUGEPAGE});
  }

  private static long bytes(NDArray array) {
    return array.size() * array.getDataType().getNumOfBytes();
  }
}
