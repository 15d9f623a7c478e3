package dev.logistic.solver;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Minibatches;
import dev.logistic.data.Offsets;
import dev.logistic.engine.FreedMemory;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.OneThread;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Penalty;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The mean loss over all rows, weighted if they are, as a function of the parameters, weights first
 * and the bias after them, row by row. Blocks of rows are evaluated on the threads of the common
 * pool and added up in float64 in their order, so that the result is the same on any number of
 * them. Owns arrays; one evaluation at a time.
 */
public final class WholeData implements AllRows, AutoCloseable {

  /** A pass computes much per row, so even few rows are spread over all cores. */
  private static final long PIECES = 8;

  private static final long LEAST_ROWS = 512;

  /** Sparse rows are as wide as a result, so that there are few results. */
  private static final int MOST_RUNS = 16;

  private final LabelledData data;
  private final NDManager manager;
  private final long rows;
  private final List<List<RowBlock>> blocks; // weighted by their shares of the rows
  private final List<List<RowBlock>> pieces; // weighted by their rows
  private final Parameters parameters;
  private boolean backwards = true;
  private @Nullable RowFacts facts;
  private @Nullable Centering centering;

  /**
   * Cuts the rows into blocks.
   *
   * @param data remains the caller's, and must stay open
   */
  public WholeData(LabelledData data) {
    this.data = data;
    this.manager = data.newManager();
    FreedMemory.keep(manager);
    this.rows = data.rows();
    double mean = data.weightSum() / rows;
    this.parameters = Parameters.zeros(manager, data.columns(), data.outputs(), data.type());
    if (data.sparse().isPresent()) {
      List<RowBlock> sparse = SparseFeatures.pieces(manager, data);
      this.blocks = runs(RowBlock.weighted(sparse, 1.0 / rows));
      this.pieces = runs(clustered(RowBlock.weighted(sparse, mean)));
      return;
    }
    int mostRows = RowBlock.mostRows(data.columns());
    List<Minibatch> large = Minibatches.kept(manager, data, mostRows);
    long few = Math.max(LEAST_ROWS, rows / PIECES + 1);
    List<Minibatch> small = few < mostRows ? Minibatches.kept(manager, data, few) : large;
    this.blocks =
        large.stream()
            .map(block -> List.of(RowBlock.of(block, (double) block.size() / rows)))
            .toList();
    this.pieces =
        clustered(small.stream().map(block -> RowBlock.of(block, mean * block.size())).toList())
            .stream()
            .map(List::of)
            .toList();
  }

  /** The blocks, which are all rows in order, with their clusters. */
  private List<RowBlock> clustered(List<RowBlock> inOrder) {
    List<RowBlock> clustered = new ArrayList<>();
    int from = 0;
    for (RowBlock block : inOrder) {
      int to = from + Math.toIntExact(block.targets().size());
      clustered.add(block.withClusters(data.clusters(from, to)));
      from = to;
    }
    return clustered;
  }

  /** Cuts blocks into runs of about the same length, each of which yields one result. */
  private static List<List<RowBlock>> runs(List<RowBlock> blocks) {
    int each = (blocks.size() + MOST_RUNS - 1) / MOST_RUNS;
    List<List<RowBlock>> runs = new ArrayList<>();
    for (int from = 0; from < blocks.size(); from += each) {
      runs.add(blocks.subList(from, Math.min(blocks.size(), from + each)));
    }
    return runs;
  }

  /** The rows; not owned. */
  public LabelledData data() {
    return data;
  }

  @Override
  public double evaluate(double[] at, double[] gradient) {
    LossPoint point = LossPoint.at(at, parameters, data.outputs());
    LossSum sum = new LossSum(gradient.length);
    for (LossSum part : evaluateAll(point)) {
      sum.add(part);
    }
    return sum.mean(1, gradient);
  }

  /**
   * Threads take blocks one by one, so that none waits long for a slow one. Every second time from
   * the last to the first, to start with those that are still in the cache.
   */
  private LossSum[] evaluateAll(LossPoint at) {
    LossSum[] parts = new LossSum[blocks.size()];
    backwards = !backwards;
    onAllCores(
        parts.length,
        i -> {
          int block = backwards ? parts.length - 1 - i : i;
          parts[block] = LossSum.over(blocks.get(block), at);
        });
    return parts;
  }

  /**
   * Lets each core take pieces of work one by one; its native operations use no other core, so that
   * the bits do not depend on the number of cores.
   */
  private void onAllCores(int count, IntConsumer work) {
    AtomicInteger taken = new AtomicInteger();
    try (OneThread untilTheLastIsDone = OneThread.onThisThread()) {
      workers()
          .forEach(
              worker -> {
                try (NoGradient off = NoGradient.onThisThread();
                    OneThread one = OneThread.onThisThread()) {
                  for (int i = taken.getAndIncrement(); i < count; i = taken.getAndIncrement()) {
                    work.accept(i);
                  }
                }
              });
    }
  }

  /** One per core; a GPU uses all its cores for one block. */
  private IntStream workers() {
    return data.device().isGpu()
        ? IntStream.of(0)
        : IntStream.rangeClosed(0, ForkJoinPool.getCommonPoolParallelism()).parallel();
  }

  @Override
  public RowFacts facts() {
    if (facts == null) {
      facts =
          new RowFacts(
              data.schema(),
              data.classes(),
              ClassWeighting.rows(data),
              data.weightSum(),
              data.weights().isPresent(),
              type(),
              data.sparse().isPresent(),
              data.offsets().map(Offsets::column));
    }
    return facts;
  }

  @Override
  public Centering centering() {
    if (centering == null) {
      double[] means = aggregate(new Passes.Sums(Math.toIntExact(data.columns())));
      Arrays.setAll(means, i -> means[i] / data.weightSum());
      centering = new Centering(means, data.outputs());
    }
    return centering;
  }

  /**
   * Threads take blocks one by one; results are merged in the order of the blocks, so that the bits
   * do not depend on the number of threads.
   */
  @Override
  public <R extends Serializable> R aggregate(Pass<R> pass) {
    InOrder<R> merged = new InOrder<>(pass::merge);
    onAllCores(pieces.size(), i -> merged.put(i, pass.over(pieces.get(i))));
    return merged.all();
  }

  /** Merges results as soon as all previous ones exist, as they may be large. */
  private static final class InOrder<R> {
    private final BinaryOperator<R> merge;
    private final Map<Integer, R> waiting = new HashMap<>();
    private @Nullable R all;
    private int next;

    InOrder(BinaryOperator<R> merge) {
      this.merge = merge;
    }

    synchronized void put(int place, R result) {
      waiting.put(place, result);
      for (R found = waiting.remove(next); found != null; found = waiting.remove(++next)) {
        all = all == null ? found : merge.apply(all, found);
      }
    }

    synchronized R all() {
      return Objects.requireNonNull(all);
    }
  }

  @Override
  public double[] scales(Penalty penalty, int parameters) {
    return data.sparse().isPresent()
        ? SquaresPass.scales(this, data.columns(), data.weightSum(), penalty)
        : penalty.scales(parameters);
  }

  /** Sparse rows are evaluated in float64 whatever their type. */
  @Override
  public double noise() {
    return data.sparse().isPresent() ? 1e-14 : AllRows.super.noise();
  }

  @Override
  public DataType type() {
    return parameters.packed().getDataType();
  }

  @Override
  public void close() {
    parameters.close();
    manager.close();
  }
}
