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
  private static final long PAGE_BYTES = 1 << 21;

  private LargePages() {}

  /**
   * An array without values yet, in large pages where it is large, on the CPU, and the system has
   * such pages; else in usual ones.
   *
   * @param type float32 or float64
   */
  public static NDArray create(NDManager manager, Shape shape, DataType type) {
    boolean large = shape.size() * type.getNumOfBytes() >= PAGE_BYTES;
    try {
      if (large && !manager.getDevice().isGpu() && Platform.isLinux()) {
        return aligned(manager, shape, type);
      }
    } catch (LinkageError e) {
      return manager.create(shape, type); // without JNA it is slower, no more
    }
    return manager.create(shape, type);
  }

  /** Starts where a page does: only what is an array's from end to end can be a large page. */
  private static NDArray aligned(NDManager manager, Shape shape, DataType type) {
    long size = shape.size();
    long valuesAPage = PAGE_BYTES / type.getNumOfBytes();
    try (NDArray room = manager.create(new Shape(size + 2 * valuesAPage), type)) {
      long address = address(room);
      long first = (address + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
      long skipped = (first - address) / type.getNumOfBytes();
      long pages = (size - 1) / valuesAPage + 1;
      advise(first, pages * PAGE_BYTES);
      try (NDArray values = room.get(NDIndex.sliceAxis(0, skipped, skipped + size))) {
        return values.reshape(shape);
      }
    }
  }

  private static long address(NDArray array) {
    try (NDArray first = array.get(NDIndex.sliceAxis(0, 0, 1))) { // a buffer ends at 2 GB
      Pointer memory = Native.getDirectBufferPointer(first.toByteBuffer(true));
      return Pointer.nativeValue(Objects.requireNonNull(memory));
    }
  }

  /** What it answers does not matter: a system without large pages has refused. */
  private static void advise(long address, long bytes) {
    NativeLibrary.getProcess()
        .getFunction("madvise")
        .invokeInt(new Object[] {new Pointer(address), bytes, MADV_HUGEPAGE});
  }
}
