package dev.logistic.spark;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one of Spark's partitions, features, label and, if any, weight, into blocks.
 * Checks each, and keeps it dense or sparse, whichever takes less memory. For one thread.
 */
final class RowReader {

  /** The layout of a vector by Spark's VectorUDT: type, size, indices, values. */
  private static final int VECTOR_FIELDS = 4;

  private static final byte SPARSE = 0;
  private static final int MOST_SHOWN = 10;

  /** Most distinct labels that a classifier is meant for. */
  private static final int MOST_CLASSES = 1000;

  private final ReadPlan reading;
  private final int partition;
  private final PartitionBlocks blocks;
  private final double greatest;
  private int columns; // 0 until known
  private @Nullable RowBuffer buffer;
  private @Nullable SparseBuffer sparseBuffer;
  private long row;

  RowReader(ReadPlan reading, int partition, PartitionBlocks blocks) {
    this.reading = reading;
    this.partition = partition;
    this.blocks = blocks;
    this.greatest = reading.type() == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /**
   * Reads all rows.
   *
   * @throws RowFault naming column and row if one cannot be used, or if there is too little memory
   */
  void read(scala.collection.Iterator<InternalRow> rows) {
    while (rows.hasNext()) {
      read(rows.next());
    }
    flush();
    if (sparseBuffer != null) {
      sparseBuffer.end();
    }
  }

  private void read(InternalRow cells) {
    InternalRow vector = cells.isNullAt(0) ? null : cells.getStruct(0, VECTOR_FIELDS);
    if (vector == null) {
      throw fault(reading.columns().features(), "a vector", "null");
    }
    boolean sparse = vector.getByte(0) == SPARSE;
    double[] values = vector.getArray(3).toDoubleArray();
    int size = sparse ? vector.getInt(1) : values.length;
    requireSize(size);
    int label = label(cells);
    double weight = weight(cells);
    if (!sparse) {
      dense().add(values, label, weight, row);
    } else if (SparseBuffer.isSmaller(values.length, size, reading.type())) {
      int[] indices = vector.getArray(2).toIntArray();
      requireNumbers(indices, values, label);
      sparse().add(indices, values, label, weight);
    } else {
      dense().addSparse(vector.getArray(2).toIntArray(), values, label, weight, row);
    }
    row++;
    if (buffer != null && buffer.isFull()) {
      flush();
    }
  }

  private void requireSize(int size) {
    if (columns == 0) {
      if (size == 0) {
        throw fault(reading.columns().features(), "vectors of one feature or more", "an empty one");
      }
      columns = size;
    } else if (columns != size) {
      throw fault(
          reading.columns().features(),
          "vectors of one size, %d as in the rows before".formatted(columns),
          "one of " + size);
    }
  }

  private RowBuffer dense() {
    if (buffer == null) {
      buffer = new RowBuffer(columns, reading, blocks);
    }
    return buffer;
  }

  private SparseBuffer sparse() {
    if (sparseBuffer == null) {
      sparseBuffer = new SparseBuffer(columns, reading, blocks, "partition " + partition);
    }
    return sparseBuffer;
  }

  private void requireNumbers(int[] indices, double[] values, int label) {
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= greatest)) {
        String shown =
            IntStream.range(0, values.length)
                .limit(MOST_SHOWN)
                .mapToObj(at -> indices[at] + ":" + values[at])
                .collect(Collectors.joining(", "));
        throw ofFeature(indices[i], values[i], row, label, shown, values.length > MOST_SHOWN);
      }
    }
  }

  private int label(InternalRow cells) {
    double label = cells.isNullAt(1) ? Double.NaN : cells.getDouble(1);
    if (!(label >= 0 && label < mostClasses() && label == Math.rint(label))) {
      throw ofLabel(cells.isNullAt(1) ? "null" : Double.toString(label));
    }
    return (int) label;
  }

  private int mostClasses() {
    return reading.classes() > 0 ? reading.classes() : MOST_CLASSES;
  }

  /** Formatted only when needed: this reads millions of rows. */
  private RowFault ofLabel(String found) {
    String rule =
        reading.classes() > 0
            ? "the classes 0 to %d that its metadata name".formatted(mostClasses() - 1)
            : "classes as whole numbers from 0 to below %d".formatted(mostClasses());
    return fault(reading.columns().label(), rule, found);
  }

  private double weight(InternalRow cells) {
    String column = reading.columns().weight();
    if (column == null) {
      return 1;
    }
    String rule = "finite weights of at least 0 that the type can hold";
    if (cells.isNullAt(2)) {
      throw fault(column, rule, "null");
    }
    double weight = cells.getDouble(2);
    if (!(weight >= 0 && weight <= greatest)) {
      throw fault(column, rule, Double.toString(weight));
    }
    return weight + 0.0; // 0 for -0
  }

  private RowFault fault(String column, String rule, String found) {
    return new RowFault(
        "column \"%s\" must hold %s, was %s in row %d of partition %d (both counted from 0)"
            .formatted(column, rule, found, row, partition));
  }

  private void flush() {
    if (buffer == null || buffer.rows() == 0) {
      return;
    }
    Moments moments = buffer.moments();
    int column = buffer.firstColumnBeyond(moments, greatest);
    if (column >= 0) {
      throw ofFeature(buffer, column);
    }
    buffer.writeTo(moments, "partition " + partition);
  }

  /** Searched for only if a block is known to contain one. */
  private RowFault ofFeature(RowBuffer block, int column) {
    int first = block.firstBeyond(column, greatest);
    String shown =
        Arrays.stream(block.features(first))
            .limit(MOST_SHOWN)
            .mapToObj(Double::toString)
            .collect(Collectors.joining(", "));
    return ofFeature(
        column,
        block.value(first, column),
        block.place(first),
        block.label(first),
        shown,
        columns > MOST_SHOWN);
  }

  private RowFault ofFeature(
      int column, double value, long place, int label, String shown, boolean more) {
    return new RowFault(
        "column \"%s\" must hold vectors of finite numbers%s, was %s for \"%s\" in row %d of partition %d (both counted from 0): label %s, features [%s%s]"
            .formatted(
                reading.columns().features(),
                Double.isFinite(value) ? " that float32 can hold" : "",
                value,
                reading.featureName(column),
                place,
                partition,
                label,
                shown,
                more ? ", ..." : ""));
  }
}
