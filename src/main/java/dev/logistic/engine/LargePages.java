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
 * Arrays in large pages. Linux allocates memory page by page on the first write, and on request in
 * pages of 2 MB instead of 4 kB: writing to a new array of 100 MB then causes 50 page faults
 * instead of 25,000. Thread-safe.
 */
public final class LargePages {

  private static final int MADV_HUGEPAGE = 14; // of Linux
  private static final long PAGE_BYTES = 1 << 21;

  private LargePages() {}

  /**
   * Creates an array without values, in large pages if it is large, on the CPU, and the system
   * supports them.
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
      return manager.create(shape, type); // without JNA it is only slower
    }
    return manager.create(shape, type);
  }

  /**
   * Starts at a page boundary: only a page that lies entirely inside the array can be a large one.
   */
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

  /** The result does not matter: a system without large pages refuses. */
  private static void advise(long address, long bytes) {
    NativeLibrary.getProcess()
        .getFunction("madvise")
        .invokeInt(new Object[] {new Pointer(address), bytes, MADV_HUGEPAGE});
  }
}
