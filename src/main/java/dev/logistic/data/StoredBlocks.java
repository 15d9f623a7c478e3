package dev.logistic.data;

import ai.djl.ndarray.types.DataType;
import dev.logistic.files.ScratchFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Blocks of sparse rows in native memory and a file. Immutable; safe on several threads. */
final class StoredBlocks {

  private static final ExecutorService READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "rows-reader");
            thread.setDaemon(true);
            return thread;
          });

  /** Bytes of all buffers that are read into: two for each thread that uses the blocks. */
  private static final int ALL_BUFFERS = 1 << 26;

  /** Bytes that are read at once; with fewer, a disk idles between requests. */
  private static final int MOST_AHEAD =
      Math.min(1 << 22, ALL_BUFFERS / (2 * Runtime.getRuntime().availableProcessors()));

  private final List<Place> places;
  private final DataType type;
  private final int rowsOfBlock;
  private final int first;
  private final @Nullable ScratchFile file;
  private final long rows;
  private final long nonZeros;
  private final ConcurrentLinkedQueue<SparseBlock> unused = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  /**
   * @param places each of so many rows, except for the last
   * @param first index of the first column, which becomes column 0
   * @param file null where all are in memory
   */
  StoredBlocks(
      List<Place> places, DataType type, int rowsOfBlock, int first, @Nullable ScratchFile file) {
    this.places = List.copyOf(places);
    this.type = type;
    this.rowsOfBlock = rowsOfBlock;
    this.first = first;
    this.file = file;
    this.rows = places.stream().mapToLong(Place::rows).sum();
    this.nonZeros = places.stream().mapToLong(Place::size).sum();
  }

  /**
   * Where a block is stored, in memory or a file: the starts of its rows and their end and its
   * columns, unless every row has the same first columns, and its values unless all are 1.
   *
   * @param memory null in a file
   * @param offset of the first byte
   * @param size number of values
   */
  record Place(
      @Nullable ByteBuffer memory, long offset, int rows, int size, boolean full, boolean ones) {

    /** Number of whole numbers before the values. */
    int integers() {
      return full ? 0 : rows + 1 + size;
    }

    int bytes(DataType type) {
      return Math.addExact(
          Math.multiplyExact(integers(), Integer.BYTES),
          ones ? 0 : Math.multiplyExact(size, type.getNumOfBytes()));
    }
  }

  static ByteBuffer part(ByteBuffer memory, long offset, int bytes) {
    return memory.slice((int) offset, bytes).order(ByteOrder.nativeOrder());
  }

  /** Number of blocks. */
  int count() {
    return places.size();
  }

  /** Number of rows of each block except for the last. */
  int rowsOfBlock() {
    return rowsOfBlock;
  }

  /** Number of rows of all blocks. */
  long rows() {
    return rows;
  }

  /** Number of values that are stored. */
  long nonZeros() {
    return nonZeros;
  }

  /** The type in which values are stored. */
  DataType type() {
    return type;
  }

  /** Index of the first column in the source. */
  int first() {
    return first;
  }

  /** Bytes that are kept in a file. */
  long bytesInFile() {
    return file == null ? 0 : file.size();
  }

  /** Lets a consumer use the values of a block, before they are centered. */
  void with(int block, Consumer<SparseBlock> use) {
    if (places.get(block).memory != null) {
      use(block, use);
      return;
    }
    Stretch stretch = read(block, block + 1);
    use(stretch, block, use);
    buffers.add(stretch.bytes);
  }

  /**
   * Lets a consumer use the values of some blocks in order. From a file, the next blocks are read
   * while some are used.
   *
   * @param use receives each block and its place among all
   */
  void forEach(int from, int end, ObjIntConsumer<SparseBlock> use) {
    int block = from;
    for (; block < end && places.get(block).memory != null; block++) { // these come first
      int place = block;
      use(block, read -> use.accept(read, place));
    }
    CompletableFuture<Stretch> next = block < end ? ahead(block, end) : null;
    while (next != null) {
      Stretch stretch = Awaited.result(next);
      next = stretch.end < end ? ahead(stretch.end, end) : null;
      for (int i = stretch.from; i < stretch.end; i++) {
        int place = i;
        use(stretch, place, read -> use.accept(read, place));
      }
      buffers.add(stretch.bytes);
    }
  }

  /** Blocks that follow each other in the file, and their bytes. */
  private record Stretch(int from, int end, ByteBuffer bytes) {}

  private CompletableFuture<Stretch> ahead(int from, int end) {
    return CompletableFuture.supplyAsync(() -> read(from, end), READERS);
  }

  /** Reads the first of some blocks, and those after it that are not too many bytes. */
  private Stretch read(int from, int end) {
    int size = 0;
    int to = from;
    while (to < end && (to == from || places.get(to).bytes(type) <= MOST_AHEAD - size)) {
      size += places.get(to++).bytes(type);
    }
    ByteBuffer known = buffers.poll();
    ByteBuffer bytes =
        known == null || known.capacity() < size
            ? ByteBuffer.allocateDirect(Math.max(size, MOST_AHEAD))
            : known;
    Objects.requireNonNull(file).read(places.get(from).offset, bytes.clear().limit(size));
    return new Stretch(from, to, bytes);
  }

  private void use(int block, Consumer<SparseBlock> use) {
    Place place = places.get(block);
    use(place, part(Objects.requireNonNull(place.memory), place.offset, place.bytes(type)), use);
  }

  private void use(Stretch stretch, int block, Consumer<SparseBlock> use) {
    Place place = places.get(block);
    long offset = place.offset - places.get(stretch.from).offset;
    use(place, part(stretch.bytes, offset, place.bytes(type)), use);
  }

  private void use(Place place, ByteBuffer stored, Consumer<SparseBlock> use) {
    SparseBlock scratch = unused.poll();
    SparseBlock into = scratch == null ? new SparseBlock() : scratch;
    decode(place, stored, into);
    use.accept(into);
    unused.add(into);
  }

  private void decode(Place place, ByteBuffer part, SparseBlock into) {
    into.resize(place.rows, place.size);
    int[] columns = into.columns();
    if (place.full) {
      into.fill();
    } else {
      part.asIntBuffer().get(into.starts(), 0, place.rows + 1).get(columns, 0, place.size);
      for (int i = 0; first != 0 && i < place.size; i++) {
        columns[i] -= first;
      }
    }
    part.position(place.integers() * Integer.BYTES);
    double[] values = into.values();
    if (place.ones) {
      Arrays.fill(values, 0, place.size, 1);
    } else if (type == DataType.FLOAT64) {
      part.asDoubleBuffer().get(values, 0, place.size);
    } else {
      float[] narrow = into.narrow(place.size);
      part.asFloatBuffer().get(narrow, 0, place.size);
      for (int i = 0; i < place.size; i++) {
        values[i] = narrow[i];
      }
    }
  }
}
