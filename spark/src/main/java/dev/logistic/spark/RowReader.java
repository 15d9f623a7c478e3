package dev.logistic.spark;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one of Spark's partitions, features, label and, if any, weight, into blocks.
 * Checks each; sparse vectors become dense. For one thread.
 */
final class RowReader {

  /** The layout of a vector by Spark's VectorUDT: type, size, indices, values. */
  private static final int VECTOR_FIELDS = 4;

  private static final byte SPARSE = 0;
  private static final int MOST_SHOWN = 10;

  /** Most distinct labels that a classifier is meant for. */
  private static final int MOST_CLASSES = 1000;

  private final Reading reading;
  private final int partition;
  private final PartitionBlocks blocks;
  private final double greatest;
  private @Nullable RowBuffer buffer;
  private long row;

  RowReader(Reading reading, int partition, PartitionBlocks blocks) {
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
  }

  private void read(InternalRow cells) {
    InternalRow vector = cells.isNullAt(0) ? null : cells.getStruct(0, VECTOR_FIELDS);
    if (vector == null) {
      throw fault(reading.columns().features(), "a vector", "null");
    }
    boolean sparse = vector.getByte(0) == SPARSE;
    double[] values = vector.getArray(3).toDoubleArray();
    int size = sparse ? vector.getInt(1) : values.length;
    RowBuffer into = bufferOf(size);
    int label = label(cells);
    double weight = weight(cells);
    if (sparse) {
      into.addSparse(vector.getArray(2).toIntArray(), values, label, weight);
    } else {
      into.add(values, label, weight);
    }
    row++;
    if (into.isFull()) {
      flush();
    }
  }

  private RowBuffer bufferOf(int size) {
    if (buffer == null) {
      if (size == 0) {
        throw fault(reading.columns().features(), "vectors of one feature or more", "an empty one");
      }
      buffer = new RowBuffer(size, reading, blocks);
    } else if (buffer.columns() != size) {
      throw fault(
          reading.columns().features(),
          "vectors of one size, %d as in the rows before".formatted(buffer.columns()),
          "one of " + size);
    }
    return buffer;
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
    double value = block.value(first, column);
    String shown =
        Arrays.stream(block.features(first))
            .limit(MOST_SHOWN)
            .mapToObj(Double::toString)
            .collect(Collectors.joining(", "));
    return new RowFault(
        "column \"%s\" must hold vectors of finite numbers%s, was %s for \"%s\" in row %d of partition %d (both counted from 0): label %s, features [%s%s]"
            .formatted(
                reading.columns().features(),
                Double.isFinite(value) ? " that float32 can hold" : "",
                value,
                reading.featureName(column),
                row - block.rows() + first,
                partition,
                block.label(first),
                shown,
                block.columns() > MOST_SHOWN ? ", ..." : ""));
  }
}
