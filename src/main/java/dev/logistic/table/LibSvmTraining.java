package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads LibSVM files whole, for training or by the schema of a model. */
final class LibSvmTraining {

  private static final Column LABEL = new Column(LibSvmTable.LABEL, Column.Kind.NUMBER, "DOUBLE");

  /** Vectors as long as the weights that a fit holds at the same time. */
  private static final long VECTORS = 34;

  private final String location;
  private final TableOptions options;
  private final DataType type;
  private final LongConsumer progress;
  private final List<String> warnings = new ArrayList<>();

  /**
   * The rows.
   *
   * @param heldOut some of them, if any are held out, or those of other files
   * @param heldOutRows which of the files' rows are held out, from 0
   */
  record Result(
      LabelledData training,
      @Nullable LabelledData heldOut,
      BitSet heldOutRows,
      List<String> warnings) {}

  LibSvmTraining(String location, TableOptions options, DataType type, LongConsumer progress) {
    this.location = location;
    this.options = options;
    this.type = type;
    this.progress = progress;
  }

  /**
   * Reads rows to learn from.
   *
   * @param owner of the rows
   * @param validation other files with the rows for validation; null for none
   */
  Result read(NDManager owner, @Nullable TableSource validation) throws TableException {
    int leastIndex = options.indexBase().orElse(0);
    LabelCells labels = new LabelCells(LABEL, new MissingMarkers(List.of()));
    SparseRowsBuilder builder = new SparseRowsBuilder(type, owner, options.memory());
    int least = Integer.MAX_VALUE;
    int greatest = -1;
    try (LibSvmReader reader = new LibSvmReader(LibSvmFiles.in(location), leastIndex, type)) {
      for (LibSvmRows some = reader.next(); some != null; some = reader.next()) {
        for (int row = 0; row < some.rows(); row++) {
          labels.add(some.labels()[row]);
          builder.add(some.columns(), some.values(), some.start(row), some.ends()[row]);
        }
        least = Math.min(least, some.least());
        greatest = Math.max(greatest, some.greatest());
        progress.accept(labels.count());
      }
    }
    if (labels.count() == 0) {
      throw new TableException(location + " has no rows");
    }
    if (greatest < 0) {
      throw new TableException(location + " has no values: every row is empty");
    }
    int first = options.indexBase().orElse(least == 0 ? 0 : 1);
    int width = greatest - first + 1;
    List<String> classes = labels.classes(options.positive());
    requireRoom(greatest, (long) width * (classes.size() == 2 ? 1 : classes.size()));
    ClassNames.warning(LABEL, classes).ifPresent(warnings::add);
    FeatureSchema schema =
        new FeatureSchema(List.of(new IndexedTerm("", first, width)), Optional.empty());
    short[] codes = labels.codes(classes);
    SparseRows rows = builder.build(first, width);
    NDArray places = LibSvmTable.places(owner, codes);
    LabelledData all = LabelledData.of(rows, places, schema, classes);
    BitSet held = HoldOut.of(codes, classes.size(), options.validation(), options.seed());
    HoldOut.requireAllClasses(location, codes, classes, held, options.validation());
    if (options.validation() > 0 && held.isEmpty()) {
      throw new TableException(
          "%s has %d rows: too few to hold out a share of %s"
              .formatted(location, codes.length, options.validation()));
    }
    LabelledData training =
        held.isEmpty() ? all : all.rows(indices(held, false, codes.length), owner);
    LabelledData own = held.isEmpty() ? null : all.rows(indices(held, true, codes.length), owner);
    if (!held.isEmpty()) {
      rows.close();
    }
    LabelledData heldOut = own;
    if (validation != null) {
      heldOut =
          LibSvmTable.labelled(
              validation.location(),
              schema,
              classes,
              type,
              owner,
              options.memory(),
              warnings,
              progress);
    }
    return stored(owner, training, heldOut, held);
  }

  /** Refuses so many columns that the solver's vectors would not fit. */
  private void requireRoom(int greatest, long weights) throws TableException {
    long needed = weights * VECTORS * Double.BYTES;
    long most = Runtime.getRuntime().maxMemory();
    if (needed > most) {
      throw new TableException(
          "%s: columns up to index %d need about %d GB of Java's heap, and it may have %d GB; number the columns without gaps, or allow more with -Xmx"
              .formatted(location, greatest, needed >> 30, most >> 30));
    }
  }

  private static long[] indices(BitSet held, boolean inside, int rows) {
    return IntStream.range(0, rows).filter(row -> held.get(row) == inside).asLongStream().toArray();
  }

  /** Scales the rows where that is wanted, and stores them in the way that takes less memory. */
  private Result stored(
      NDManager owner, LabelledData training, @Nullable LabelledData heldOut, BitSet heldOutRows)
      throws TableException {
    SparseRows rows = training.sparse().orElseThrow();
    long dense = rows.rows() * rows.width() * type.getNumOfBytes();
    long sparse = rows.nonZeros() * (Integer.BYTES + type.getNumOfBytes());
    boolean keeps =
        switch (options.storage()) {
          case SPARSE -> true;
          case DENSE -> false;
          case AUTO -> sparse < dense || rows.bytesInFile() > 0;
        };
    if (!keeps) {
      TrainingTable.requireInMemory(rows, options);
    }
    LabelledData kept = keeps ? training : training.dense(owner);
    LabelledData others = heldOut == null || keeps ? heldOut : heldOut.dense(owner);
    if (!options.standardize()) {
      return new Result(kept, others, heldOutRows, warnings);
    }
    LabelledData scaled = kept.standardized();
    return new Result(
        scaled,
        others == null
            ? null
            : others.standardizedBy(scaled.schema().standardization().orElseThrow()),
        heldOutRows,
        warnings);
  }
}
