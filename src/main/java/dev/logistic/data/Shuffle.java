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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of rows in the random order of each epoch. Rows in random places come slowly from memory,
 * so a thread of its own prepares the next chunk while the steps go over the one before. For one
 * thread at a time.
 */
final class Shuffle implements AutoCloseable {

  /** PyTorch computes on one thread up to here. */
  private static final long VALUES_OF_ONE_THREAD = 32_768;

  private final LabelledData data;
  private final long seed;
  private final long batchSize;
  private final long chunkRows;
  private final NDManager manager;
  private final ExecutorService fetcher = Executors.newSingleThreadExecutor(Shuffle::thread);
  private @Nullable Fetch ahead;

  // The fetcher's alone:
  private @Nullable NDArray order;
  private int orderEpoch = -1;

  /** A chunk on its way: of an epoch (from 0) and from a place in its order on. */
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
    this.manager = data.newManager();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "shuffle");
    thread.setDaemon(true);
    return thread;
  }

  /** The chunk from a place in an epoch's order on, which the caller closes. */
  Chunk chunk(int epoch, long from) {
    Fetch fetch = ahead;
    if (fetch == null || fetch.epoch != epoch || fetch.from != from) {
      discard();
      fetch = fetch(epoch, from);
    }
    Chunk chunk = fetch.chunk.join();
    long next = from + chunkRows;
    ahead = next < data.rows() ? fetch(epoch, next) : fetch(epoch + 1, 0);
    return chunk;
  }

  private Fetch fetch(int epoch, long from) {
    return new Fetch(
        epoch, from, CompletableFuture.supplyAsync(() -> gather(order(epoch), from), fetcher));
  }

  private void discard() {
    if (ahead != null) {
      ahead.chunk.thenAccept(Chunk::close).join();
      ahead = null;
    }
  }

  private NDArray order(int epoch) {
    if (order == null || orderEpoch != epoch) {
      try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu())) {
        NDArray drawn =
            RandomDraws.seeded(seed + 1 + epoch, () -> cpu.randomPermutation(data.rows()))
                .toDevice(manager.getDevice(), false);
        drawn.attach(manager);
        if (order != null) {
          order.close();
        }
        order = drawn;
        orderEpoch = epoch;
      }
    }
    return order;
  }

  private Chunk gather(NDArray rows, long from) {
    NDManager owner = manager.newSubManager();
    NDIndex range = NDIndex.sliceAxis(0, from, Math.min(from + chunkRows, data.rows()));
    NDArray weights = data.factors();
    try (NDArray some = rows.get(range)) {
      return new Chunk(
          owner,
          gather(data.features(), some, owner),
          gather(data.labels(), some, owner),
          data.classes().size(),
          weights == null ? null : gather(weights, some, owner),
          batchSize);
    }
  }

  /**
   * The rows of those numbers, by an embedding, which is just that and faster than indexing; in
   * pieces too small for PyTorch to wake threads of its own.
   */
  private static NDArray gather(NDArray from, NDArray rows, NDManager owner) {
    long piece = Math.max(1, VALUES_OF_ONE_THREAD / from.getShape().get(1));
    try (NDManager scratch = owner.newSubManager()) {
      NDList pieces = new NDList();
      for (long first = 0; first < rows.size(); first += piece) {
        NDIndex range = NDIndex.sliceAxis(0, first, Math.min(first + piece, rows.size()));
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

  /** Frees what is prepared, once nothing writes to it any more. */
  @Override
  public void close() {
    fetcher.shutdown();
    if (ahead != null) {
      ahead.chunk.handle((chunk, failure) -> chunk).join();
    }
    manager.close();
  }
}
