package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Cuts rows into minibatches, epoch after epoch.
 *
 * <p>Rows are prepared a chunk at a time, so that memory does not grow with their number; rows in
 * order that fit one chunk are prepared once for all epochs. For one thread at a time; owns what it
 * makes, and a minibatch is good until its iterator moves to another chunk.
 */
public final class Minibatches implements AutoCloseable {

  /** An array on the Java side costs about 1 kB, so one chunk costs at most some 20 MB of them. */
  private static final long BATCHES_A_CHUNK = 8_192;

  /** Bounds the copies of the features that a chunk kept for all epochs makes, to 64 MB each. */
  private static final long VALUES_KEPT = 1 << 24;

  /**
   * Bounds those of a chunk that is soon followed by another: the memory allocator then hands the
   * same few MB out again, still in the cache, instead of asking the system for new pages, which
   * costs several times what is computed with them. And so few rows are too few for PyTorch to wake
   * its other threads for their labels.
   */
  private static final long VALUES_PASSING = 1 << 20;

  /** PyTorch computes on one thread up to here. */
  private static final long VALUES_OF_ONE_THREAD = 32_768;

  private final LabelledData data;
  private final long batchSize;
  private final OptionalLong shuffleSeed;
  private final long chunkRows;
  private final NDManager manager;
  private @Nullable Chunk current;
  private @Nullable CompletableFuture<Chunk> ahead;

  /**
   * @param batchSize rows in a minibatch, at least 1; the last of an epoch holds what is left
   * @param shuffleSeed where present, epoch e (from 0) visits the rows in the order of {@code
   *     torch.randperm(rows)} right after {@code torch.manual_seed(shuffleSeed + 1 + e)}; where
   *     empty, every epoch visits them in order
   */
  public Minibatches(LabelledData data, long batchSize, OptionalLong shuffleSeed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch-size must be at least 1, was " + batchSize);
    }
    this.data = data;
    this.batchSize = batchSize;
    this.shuffleSeed = shuffleSeed;
    long values = data.rows() * (data.columns() + 1);
    boolean kept = shuffleSeed.isEmpty() && values <= VALUES_KEPT;
    long rowsThatFit =
        kept
            ? VALUES_KEPT / (data.columns() + 1)
            : Math.min(Minibatch.ROWS_A_PART, VALUES_PASSING / (data.columns() + 1));
    this.chunkRows = batchSize * Math.max(1, Math.min(BATCHES_A_CHUNK, rowsThatFit / batchSize));
    this.manager = data.newManager();
  }

  /**
   * All rows in order, some at a time, prepared together and kept: made for objectives that use the
   * features where they are, of which nothing is copied then.
   */
  public static List<Minibatch> kept(NDManager owner, LabelledData data, long batchSize) {
    NDIndex all = new NDIndex(":");
    NDManager manager = owner.newSubManager();
    return new Chunk(
            manager, data.features().get(manager, all), data.labels().get(manager, all), batchSize)
        .minibatches();
  }

  /** The minibatches of one epoch (from 0), to be iterated once and before the next epoch's. */
  public Iterable<Minibatch> epoch(int epoch) {
    return () -> new Epoch(epoch);
  }

  /** Frees what is prepared. */
  @Override
  public void close() {
    if (ahead != null) {
      ahead.handle((chunk, failure) -> chunk).join(); // is not to write into freed memory
    }
    manager.close();
  }

  private Chunk inOrder(long from) {
    if (current != null && chunkRows >= data.rows()) {
      return current; // every row
    }
    NDManager owner = manager.newSubManager();
    NDIndex range = rangeFrom(from);
    return replaceCurrent(
        new Chunk(
            owner, data.features().get(owner, range), data.labels().get(owner, range), batchSize));
  }

  private Chunk shuffled(long from, NDArray order) {
    NDManager owner = manager.newSubManager();
    try (NDArray rows = order.get(rangeFrom(from))) {
      return new Chunk(
          owner,
          gathered(data.features(), rows, owner),
          gathered(data.labels(), rows, owner),
          batchSize);
    }
  }

  private NDIndex rangeFrom(long from) {
    return new NDIndex("{}:{}", from, Math.min(from + chunkRows, data.rows()));
  }

  private Chunk replaceCurrent(Chunk next) {
    if (current != null) {
      current.close();
    }
    current = next;
    return next;
  }

  /**
   * The rows of those numbers. An embedding is just that, and copies rows faster than indexing; in
   * pieces too small for PyTorch to wake its other threads, which would be in the way of the steps.
   */
  private static NDArray gathered(NDArray from, NDArray rows, NDManager owner) {
    long piece = Math.max(1, VALUES_OF_ONE_THREAD / from.getShape().get(1));
    try (NDManager scratch = owner.newSubManager()) {
      NDList pieces = new NDList();
      for (long first = 0; first < rows.size(); first += piece) {
        NDIndex range = new NDIndex("{}:{}", first, Math.min(first + piece, rows.size()));
        NDArray some = rows.get(scratch, range);
        NDArray gathered = JniUtils.embedding((PtNDArray) some, (PtNDArray) from, false);
        gathered.attach(scratch);
        pieces.add(gathered);
      }
      NDArray all = pieces.size() == 1 ? pieces.get(0) : NDArrays.concat(pieces);
      all.attach(owner);
      return all;
    }
  }

  private NDArray order(long seed) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu())) {
      NDArray order =
          RandomDraws.seeded(seed, () -> cpu.randomPermutation(data.rows()))
              .toDevice(manager.getDevice(), false);
      order.attach(manager);
      return order;
    }
  }

  private final class Epoch implements Iterator<Minibatch> {

    private final @Nullable NDArray order;
    private long nextRow;
    private Iterator<Minibatch> inChunk = List.<Minibatch>of().iterator();

    Epoch(int epoch) {
      if (ahead != null) { // of an epoch that was not gone through to its end
        ahead.join().close();
        ahead = null;
      }
      this.order = shuffleSeed.isPresent() ? order(shuffleSeed.getAsLong() + 1 + epoch) : null;
    }

    @Override
    public boolean hasNext() {
      return inChunk.hasNext() || nextRow < data.rows();
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

    /** Rows in random places come slowly from memory: the next are fetched during these. */
    private Chunk nextChunk() {
      long from = nextRow;
      nextRow += chunkRows;
      if (order == null) {
        return inOrder(from);
      }
      Chunk chunk = replaceCurrent(ahead == null ? shuffled(from, order) : ahead.join());
      ahead = null;
      if (nextRow < data.rows()) {
        long next = nextRow;
        ahead = CompletableFuture.supplyAsync(() -> shuffled(next, order));
      } else {
        order.close();
      }
      return chunk;
    }
  }
}
