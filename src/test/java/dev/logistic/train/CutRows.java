package dev.logistic.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatches;
import dev.logistic.engine.NoGradient;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RemoteRows;
import dev.logistic.solver.RowBlock;
import dev.logistic.solver.RowFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Simulated remote rows: cut into runs of blocks, to which passes travel as bytes and from which
 * results do.
 */
final class CutRows implements RemoteRows {

  private static final int BLOCK_ROWS = 16;

  private final LabelledData data;
  private final List<List<RowBlock>> runs = new ArrayList<>();
  private int looks;

  /** The rows of a run follow each other; each has at least one. */
  CutRows(LabelledData data, int count) {
    this.data = data;
    for (int run = 0; run < count; run++) {
      runs.add(blocks(run * data.rows() / count, (run + 1) * data.rows() / count));
    }
  }

  private List<RowBlock> blocks(long from, long end) {
    if (data.sparse().isPresent()) {
      NDManager owner = data.newManager();
      return RowBlock.ofSparse(owner, data.rows(LongStream.range(from, end).toArray(), owner));
    }
    NDManager manager = data.features().getManager();
    List<RowBlock> blocks = new ArrayList<>();
    for (long at = from; at < end; at += BLOCK_ROWS) {
      NDIndex range = new NDIndex("{}:{}", at, Math.min(end, at + BLOCK_ROWS));
      LabelledData some =
          LabelledData.of(
              data.features().get(range), data.labels().get(range), data.schema(), data.classes());
      LabelledData counted =
          data.weights().isEmpty() ? some : some.withWeights(data.weights().get().get(range));
      blocks.add(
          RowBlock.of(Minibatches.kept(manager, counted, BLOCK_ROWS).get(0), counted.weightSum()));
    }
    return blocks;
  }

  @Override
  public RowFacts facts() {
    double[] labels = data.labels().toType(DataType.FLOAT64, true).toDoubleArray();
    List<Long> classRows =
        IntStream.range(0, data.classes().size())
            .mapToObj(place -> Arrays.stream(labels).filter(it -> it == place).count())
            .toList();
    return new RowFacts(
        data.schema(),
        data.classes(),
        classRows,
        data.weightSum(),
        data.weights().isPresent(),
        data.type(),
        data.sparse().isPresent());
  }

  @Override
  public List<Double> means() {
    return Collections.nCopies((int) data.columns(), 0.25);
  }

  @Override
  public <R extends Serializable> R aggregate(Pass<R> pass) {
    looks++;
    Pass<R> travelled = travelled(pass);
    R merged = null;
    try (NoGradient off = NoGradient.onThisThread()) {
      for (List<RowBlock> run : runs) {
        R result = travelled(travelled.over(run));
        merged = merged == null ? result : pass.merge(merged, result);
      }
    }
    return Objects.requireNonNull(merged);
  }

  int looks() {
    return looks;
  }

  private static <T extends Serializable> T travelled(T sent) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
      out.flush();
      @SuppressWarnings("unchecked") // it is what was sent
      T received =
          (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
      return received;
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
