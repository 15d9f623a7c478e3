package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Cuts rows into minibatches, epoch after epoch.
 *
 * <p>Rows are prepared a chunk at a time, so that memory does not grow with their number; rows in
 * order that fit one chunk are prepared once for all epochs. For one thread at a time; owns the
 * arrays it creates; a minibatch is valid until its iterator moves to another chunk.
 *
 * <p>For use within this project.
 */
public final class Minibatches implements AutoCloseable {

  /**
   * The Java object of an array takes about 1 kB, so those of one chunk take at most some 20 MB.
   */
  private static final long BATCHES_A_CHUNK = 8_192;

  /** Bounds each copy of the features that is kept with a chunk for all epochs, to 64 MB. */
  private static final long VALUES_KEPT = 1 << 24;

  /**
   * Bounds the copies of a chunk that is soon followed by another: the memory allocator then reuses
   * the same few MB, still in the cache, instead of requesting new pages, which takes several times
   * as long as the computation. PyTorch also wakes no other threads for so few rows.
   */
  private static final long VALUES_PASSING = 1 << 20;

  private final LabelledData data;
  private final long rows;
  private final long batchSize;
  private final long chunkRows;
  private final NDManager manager;
  private final @Nullable Shuffle shuffle;
  private @Nullable Chunk current;

  /**
   * @param batchSize rows in a minibatch, at least 1; the last of an epoch holds the remaining rows
   * @param shuffleSeed where present, epoch e (from 0) visits the rows in the order of {@code
   *     torch.randperm(rows)} right after {@code torch.manual_seed(shuffleSeed + 1 + e)}; where
   *     empty, every epoch visits them in order
   */
  public Minibatches(LabelledData data, long batchSize, OptionalLong shuffleSeed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch-size must be at least 1, was " + batchSize);
    }
    this.data = data;
    this.rows = data.rows();
    this.batchSize = batchSize;
    long values = rows * (data.columns() + 1);
    boolean kept = shuffleSeed.isEmpty() && values <= VALUES_KEPT;
    long rowsThatFit =
        kept
            ? VALUES_KEPT / (data.columns() + 1)
            : Math.min(Minibatch.ROWS_A_PART, VALUES_PASSING / (data.columns() + 1));
    this.chunkRows = batchSize * Math.max(1, Math.min(BATCHES_A_CHUNK, rowsThatFit / batchSize));
    this.manager = data.newManager();
    this.shuffle =
        shuffleSeed.isPresent()
            ? new Shuffle(data, shuffleSeed.getAsLong(), batchSize, chunkRows)
            : null;
  }

  /**
   * All rows in order, some at a time, prepared together and kept: for objectives that use the
   * features in place, so that nothing is copied.
   */
  public static List<Minibatch> kept(NDManager owner, LabelledData data, long batchSize) {
    NDIndex all = new NDIndex(":");
    NDManager manager = owner.newSubManager();
    return new Chunk(
            manager,
            new NDList(data.features().get(manager, all)),
            data.labels().get(manager, all),
            data.classes().size(),
            weights(data, manager, all),
            offsets(data, manager, all),
            batchSize)
        .minibatches();
  }

  /** Lets the order of an epoch be drawn while the steps of the previous one continue. */
  public void announce(int epoch) {
    if (shuffle != null) {
      shuffle.announce(epoch);
    }
  }

  /**
   * The minibatches of one epoch (from 0), to be iterated once and before those of the next epoch.
   */
  public Iterable<Minibatch> epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /**
   * The minibatches that follow the first ones in an epoch.
   *
   * @param made number of first minibatches to skip, as their steps were completed before; up to
   *     all of them
   */
  public Iterable<Minibatch> epoch(int epoch, long made) {
    long all = (rows - 1) / batchSize + 1;
    if (made < 0 || made > all) {
      throw new IllegalArgumentException(
          "an epoch of %d minibatches cannot resume after %d".formatted(all, made));
    }
    return () -> new Epoch(epoch, made);
  }

  /** Frees the prepared arrays. */
  @Override
  public void close() {
    if (shuffle != null) {
      shuffle.close();
    }
    manager.close();
  }

  private Chunk inOrder(long from) {
    if (current != null && chunkRows >= rows) {
      return current; // every row
    }
    NDManager owner = manager.newSubManager();
    NDIndex range = rangeFrom(from);
    return replaceCurrent(
        new Chunk(
            owner,
            new NDList(data.features().get(owner, range)),
            data.labels().get(owner, range),
            data.classes().size(),
            weights(data, owner, range),
            offsets(data, owner, range),
            batchSize));
  }

  private static @Nullable NDArray weights(LabelledData data, NDManager owner, NDIndex range) {
    NDArray weights = data.factors();
    return weights == null ? null : weights.get(owner, range);
  }

  private static @Nullable NDArray offsets(LabelledData data, NDManager owner, NDIndex range) {
    return data.offsets().map(known -> known.values().get(owner, range)).orElse(null);
  }

  private NDIndex rangeFrom(long from) {
    return NDIndex.sliceAxis(0, from, Math.min(from + chunkRows, rows));
  }

  private Chunk replaceCurrent(Chunk next) {
    if (current != null) {
      current.close();
    }
    current = next;
    return next;
  }

  private final class Epoch implements Iterator<Minibatch> {

    private final int epoch;
    private long nextRow;
    private Iterator<Minibatch> inChunk = List.<Minibatch>of().iterator();

    /** Begins with the chunk in which the next minibatch lies, so that chunks are the same. */
    Epoch(int epoch, long made) {
      this.epoch = epoch;
      this.nextRow = made * batchSize / chunkRows * chunkRows;
      long within = made - nextRow / batchSize;
      if (within > 0) {
        inChunk = nextChunk().minibatches().listIterator(Math.toIntExact(within));
      }
    }

    @Override
    public boolean hasNext() {
      return inChunk.hasNext() || nextRow < rows;
    }

    @Override
    public Minibatch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!inChunk.hasNext()) {
        inChunk = nextChunk().minibatches().iterator();
      }
      return inChunk.next();
    }

    private Chunk nextChunk() {
      long from = nextRow;
      nextRow += chunkRows;
      return shuffle == null ? inOrder(from) : replaceCurrent(shuffle.chunk(epoch, from));
    }
  }
}
