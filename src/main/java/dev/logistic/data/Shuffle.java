package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of rows in the random order of each epoch. Random access to rows is slow, so separate
 * threads prepare the next chunk, and draw the next epoch's order, while the steps use the current
 * chunk. For one thread at a time.
 */
final class Shuffle implements AutoCloseable {

  /** PyTorch computes on one thread up to here. */
  private static final long VALUES_OF_ONE_THREAD = 32_768;

  /**
   * With fewer values in a minibatch, gathering several minibatches together pays off despite the
   * extra copy.
   */
  private static final long VALUES_APART = 8_192;

  /** Chunks prepared ahead to absorb occasional delays of a thread. */
  private static final long MOST_AHEAD = 4;

  /** Bounds their size, except for one, to 16 MB of float32. */
  private static final long VALUES_AHEAD = 1 << 22;

  private final LabelledData data;
  private final long seed;
  private final long batchSize;
  private final long chunkRows;
  private final long chunksAhead;
  private final boolean apart; // each minibatch separately
  private final NDManager manager;
  private final ExecutorService drawer = Executors.newSingleThreadExecutor(Shuffle::thread);
  private final ExecutorService gatherer = Executors.newSingleThreadExecutor(Shuffle::thread);
  private @Nullable Order current;
  private @Nullable Order next;
  private final Deque<Fetch> ahead = new ArrayDeque<>();

  /** The order of an epoch (from 0) being drawn. */
  private record Order(int epoch, CompletableFuture<NDArray> rows) {

    /** Ends it; a failure has already been reported to the caller that needed it. */
    void close() {
      rows.thenAccept(NDArray::close).exceptionally(failure -> null).join();
    }
  }

  /** A chunk being prepared: of an epoch, from a position in its order. */
  private record Fetch(int epoch, long from, CompletableFuture<Chunk> chunk) {}

  /**
   * @param seed epoch e's order is {@code torch.randperm(rows)} right after {@code
   *     torch.manual_seed(seed + 1 + e)}
   */
  Shuffle(LabelledData data, long seed, long batchSize, long chunkRows) {
    this.data = data;
    this.seed = seed;
    this.batchSize = batchSize;
    this.chunkRows = chunkRows;
    long ofChunk = Math.min(chunkRows, data.rows()) * (data.columns() + 1);
    this.chunksAhead = Math.max(1, Math.min(MOST_AHEAD, VALUES_AHEAD / ofChunk));
    long values = batchSize * data.columns();
    this.apart =
        values >= VALUES_APART
            && values <= VALUES_OF_ONE_THREAD
            && batchSize <= Minibatch.ROWS_A_PART;
    this.manager = data.newManager();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "shuffle");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts drawing the order of the following epoch. */
  void announce(int epoch) {
    order(epoch - 1); // is needed first
    if (next != null) {
      next.close();
    }
    next = draw(epoch);
  }

  /** Returns the chunk from a position in an epoch's order, which the caller closes. */
  Chunk chunk(int epoch, long from) {
    Fetch first = ahead.peek();
    if (first == null || first.epoch != epoch || first.from != from) {
      discard();
      first = fetch(epoch, from);
    } else {
      ahead.remove();
    }
    Fetch last = ahead.isEmpty() ? first : ahead.getLast();
    while (last != null && ahead.size() < chunksAhead) {
      last = fetchAfter(last);
    }
    return Awaited.result(first.chunk);
  }

  /** Prefetches the following chunks, if known. */
  private @Nullable Fetch fetchAfter(Fetch last) {
    Fetch fetch = null;
    if (last.from + chunkRows < data.rows()) {
      fetch = fetch(last.epoch, last.from + chunkRows);
    } else if (next != null) {
      fetch = fetch(next.epoch, 0);
    }
    if (fetch != null) {
      ahead.add(fetch);
    }
    return fetch;
  }

  private Fetch fetch(int epoch, long from) {
    Order order = order(epoch);
    return new Fetch(
        epoch,
        from,
        CompletableFuture.supplyAsync(() -> gather(order.rows.join(), from), gatherer));
  }

  private void discard() {
    while (!ahead.isEmpty()) {
      ahead.remove().chunk.thenAccept(Chunk::close).join();
    }
  }

  private Order order(int epoch) {
    Order order = current;
    if (order != null && order.epoch == epoch) {
      return order;
    }
    if (order != null) {
      gatherer.execute(order::close); // after those that gather by it
    }
    if (next != null && next.epoch == epoch) {
      order = next;
      next = null;
    } else {
      order = draw(epoch);
    }
    current = order;
    return order;
  }

  private Order draw(int epoch) {
    return new Order(epoch, CompletableFuture.supplyAsync(() -> drawn(epoch), drawer));
  }

  private NDArray drawn(int epoch) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu())) {
      NDArray drawn =
          RandomDraws.seeded(seed + 1 + epoch, () -> cpu.randomPermutation(data.rows()))
              .toDevice(manager.getDevice(), false);
      drawn.attach(manager);
      return drawn;
    }
  }

  private Chunk gather(NDArray rows, long from) {
    NDManager owner = manager.newSubManager();
    NDIndex range = NDIndex.sliceAxis(0, from, Math.min(from + chunkRows, data.rows()));
    NDArray weights = data.factors();
    try (NDManager scratch = manager.newSubManager()) {
      NDArray some = rows.get(scratch, range);
      return new Chunk(
          owner,
          apart ? minibatches(some, owner) : new NDList(features(some, owner)),
          column(data.labels(), some, owner),
          data.classes().size(),
          weights == null ? null : column(weights, some, owner),
          data.offsets().map(known -> column(known.values(), some, owner)).orElse(null),
          batchSize);
    }
  }

  /** The features of each minibatch, gathered directly into place. */
  private NDList minibatches(NDArray rows, NDManager owner) {
    NDList gathered = new NDList();
    pieces(rows, batchSize).forEach(some -> gathered.add(embedding(some, owner)));
    return gathered;
  }

  /** The features of rows, in pieces too small for PyTorch to wake its other threads. */
  private NDArray features(NDArray rows, NDManager owner) {
    long piece = Math.max(1, VALUES_OF_ONE_THREAD / data.columns());
    if (rows.size() <= piece) {
      return embedding(rows, owner);
    }
    NDManager scratch = rows.getManager();
    NDList gathered = new NDList();
    pieces(rows, piece).forEach(some -> gathered.add(embedding(some, scratch)));
    NDArray all = NDArrays.concat(gathered);
    all.attach(owner);
    return all;
  }

  /** Cuts row numbers, without copying. */
  private static NDList pieces(NDArray rows, long size) {
    return rows.split(
        LongStream.range(1, (rows.size() - 1) / size + 1).map(i -> i * size).toArray());
  }

  /** The features of rows: an embedding look-up is faster than indexing. */
  private NDArray embedding(NDArray rows, NDManager owner) {
    NDArray gathered = JniUtils.embedding((PtNDArray) rows, (PtNDArray) data.features(), false);
    gathered.attach(owner);
    return gathered;
  }

  /** Single values of rows: shape (size, 1). */
  private static NDArray column(NDArray from, NDArray rows, NDManager owner) {
    NDArray flat =
        JniUtils.take((PtNDArray) from, (PtNDArray) rows, (PtNDManager) rows.getManager());
    NDArray column = flat.reshape(-1, 1);
    column.attach(owner);
    return column;
  }

  /** Frees the prepared arrays, once nothing writes to them any more. */
  @Override
  public void close() {
    CompletableFuture.runAsync(drawer::shutdown, drawer).join();
    CompletableFuture.runAsync(gatherer::shutdown, gatherer).join();
    manager.close();
  }
}
