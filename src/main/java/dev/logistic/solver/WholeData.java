package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Minibatches;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.OneThread;
import dev.logistic.model.Parameters;
import dev.logistic.objective.ClosedFormObjective;
import dev.logistic.objective.Objective;
import dev.logistic.objective.SoftmaxObjective;
import java.io.Serializable;
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
 * The mean loss over all rows, weighted where they are, as a function of the parameters, weights
 * first and the bias behind them, row by row. Blocks of rows are evaluated on the threads of the
 * common pool and added up in float64 in their order, so that the result is the same on any number
 * of them. Owns arrays; one evaluation at a time.
 */
public final class WholeData implements AllRows, AutoCloseable {

  /** A pass computes much with each row, so that all cores should have some also of few rows. */
  private static final long PIECES = 8;

  private static final long LEAST_ROWS = 512;

  private final LabelledData data;
  private final NDManager manager;
  private final long rows;
  private final List<Minibatch> blocks;
  private final List<Minibatch> pieces;
  private final Parameters parameters;
  private final Objective objective;
  private boolean backwards = true;
  private @Nullable RowFacts facts;

  /**
   * Cuts the rows into blocks.
   *
   * @param data stays the caller's, and must stay open
   */
  public WholeData(LabelledData data) {
    this.data = data;
    this.manager = data.newManager();
    this.rows = data.rows();
    int mostRows = RowBlock.mostRows(data.columns());
    this.blocks = Minibatches.kept(manager, data, mostRows);
    long few = Math.max(LEAST_ROWS, rows / PIECES + 1);
    this.pieces = few < mostRows ? Minibatches.kept(manager, data, few) : blocks;
    this.parameters =
        Parameters.zeros(manager, data.columns(), data.outputs(), data.features().getDataType());
    this.objective = data.outputs() == 1 ? new ClosedFormObjective() : new SoftmaxObjective();
  }

  /** The rows; not owned. */
  public LabelledData data() {
    return data;
  }

  @Override
  public double evaluate(double[] at, double[] gradient) {
    parameters.set(at);
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (Part part : evaluateAll()) {
      loss += part.share * part.loss;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += part.share * part.gradient[i];
      }
    }
    return loss;
  }

  /**
   * Threads take one block after the other, so that none waits long for another that is slow. Every
   * second time from the last to the first, as those come first that are still in the cache.
   */
  private Part[] evaluateAll() {
    Part[] parts = new Part[blocks.size()];
    backwards = !backwards;
    onAllCores(
        parts.length,
        i -> {
          int block = backwards ? parts.length - 1 - i : i;
          parts[block] = evaluate(blocks.get(block));
        });
    return parts;
  }

  /**
   * Lets each core take one piece of work after the other; its native operations use no other core,
   * so that the bits do not depend on how many there are.
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

  /** One for each core; a GPU works on one block with all it has. */
  private IntStream workers() {
    return blocks.get(0).isOnGpu()
        ? IntStream.of(0)
        : IntStream.rangeClosed(0, ForkJoinPool.getCommonPoolParallelism()).parallel();
  }

  private Part evaluate(Minibatch block) {
    try (NDScope scope = new NDScope()) {
      double[] gradient = new double[Math.toIntExact(parameters.packed().size())];
      double loss = objective.evaluate(parameters, block, gradient);
      return new Part((double) block.size() / rows, loss, gradient);
    }
  }

  /** What one block adds. */
  private static final class Part {
    private final double share;
    private final double loss;
    private final double[] gradient;

    Part(double share, double loss, double[] gradient) {
      this.share = share;
      this.loss = loss;
      this.gradient = gradient;
    }
  }

  @Override
  public boolean areOfOneClass() {
    try (NDArray least = data.labels().min();
        NDArray greatest = data.labels().max()) {
      return least.contentEquals(greatest);
    }
  }

  @Override
  public RowFacts facts() {
    if (facts == null) {
      double[] sums = look(new Passes.Sums(Math.toIntExact(data.columns())));
      facts =
          new RowFacts(
              data.schema(),
              data.classes(),
              ClassWeighting.rows(data),
              data.weightSum(),
              data.weights().isPresent(),
              Arrays.stream(sums).mapToObj(sum -> sum / data.weightSum()).toList(),
              type());
    }
    return facts;
  }

  /**
   * Threads take one block after the other; what they find is merged in the order of the blocks, so
   * that the bits do not depend on the number of threads.
   */
  @Override
  public <R extends Serializable> R look(Pass<R> pass) {
    InOrder<R> merged = new InOrder<>(pass::merge);
    onAllCores(pieces.size(), i -> merged.put(i, lookAt(pass, i)));
    return merged.all();
  }

  /** Merges results as soon as all before them are there, as what a pass adds up may be large. */
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

  private <R extends Serializable> R lookAt(Pass<R> pass, int place) {
    Minibatch block = pieces.get(place);
    return pass.over(List.of(new RowBlock(block, data.weightSum() / rows * block.size())));
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
