package dev.logistic.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import dev.logistic.data.RowMemory;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of LibSVM files for a model, some at a time, in constant memory. Values of columns
 * that the model does not have are ignored and counted. Close it when done. For one thread. For use
 * within this project.
 */
public final class LibSvmTable implements AutoCloseable {

  /** The name of the only column that is not a feature. */
  public static final String LABEL = "label";

  private final String location;
  private final IndexedTerm columns;
  private final LibSvmReader reader;
  private long rows;
  private long ignored;
  private int firstIgnored = -1;

  private LibSvmTable(String location, IndexedTerm columns, LibSvmReader reader) {
    this.location = location;
    this.columns = columns;
    this.reader = reader;
  }

  /** Whether a file, or a glob, is of LibSVM files, by its ending. */
  public static boolean is(String location) {
    return LibSvmFiles.is(location);
  }

  /**
   * Opens files.
   *
   * @param schema of a model that was trained on LibSVM files
   * @throws TableException if it was not, or a file cannot be read
   */
  public static LibSvmTable open(String location, FeatureSchema schema) throws TableException {
    return open(location, schema, DataType.FLOAT64);
  }

  private static LibSvmTable open(String location, FeatureSchema schema, DataType type)
      throws TableException {
    if (!is(location)) {
      throw new TableException(
          "%s: expected a LibSVM file (.svm, .libsvm or .svmlight, also .gz), as the model was trained on"
              .formatted(location));
    }
    List<Term> terms = schema.terms();
    if (terms.size() != 1 || !(terms.get(0) instanceof IndexedTerm columns)) {
      throw new TableException(
          "%s: expected a table with the model's columns %s, found a LibSVM file, which has indices for names"
              .formatted(location, Names.listed(terms.stream().map(Term::column).toList())));
    }
    return new LibSvmTable(
        location, columns, new LibSvmReader(LibSvmFiles.in(location), columns.first(), type));
  }

  /**
   * Reads the labelled rows of files for a model whole, in float64 and on the scale of the columns.
   *
   * @param schema of the model
   * @param classes of the model
   * @param warnings to add to
   * @param progress receives the number of rows read, now and then
   * @return rows that own their memory
   * @throws TableException if the model is of other columns, or a file cannot be read or has a
   *     label that is no class
   */
  public static LabelledData labelled(
      String location,
      FeatureSchema schema,
      List<String> classes,
      List<String> warnings,
      LongConsumer progress)
      throws TableException {
    NDManager owner = PyTorch.engine().newBaseManager(Device.cpu());
    try {
      return labelled(
              location,
              schema,
              classes,
              DataType.FLOAT64,
              owner,
              RowMemory.automatic(RowMemory.temporary()),
              warnings,
              progress)
          .owning(owner);
    } catch (TableException | RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Returns the same, with memory that ends with the owner. */
  static LabelledData labelled(
      String location,
      FeatureSchema schema,
      List<String> classes,
      DataType type,
      NDManager owner,
      RowMemory memory,
      List<String> warnings,
      LongConsumer progress)
      throws TableException {
    SparseRowsBuilder builder = new SparseRowsBuilder(type, owner, memory);
    FeatureSchema unscaled = new FeatureSchema(schema.terms(), Optional.empty());
    short[] codes = new short[1 << 10];
    int count = 0;
    try (LibSvmTable table = open(location, unscaled, type)) {
      KnownClasses known = new KnownClasses(classes);
      for (LibSvmRows some = table.next(); some != null; some = table.next()) {
        if (count + some.rows() > codes.length) {
          codes = Arrays.copyOf(codes, Math.max(2 * codes.length, count + some.rows()));
        }
        for (int row = 0; row < some.rows(); row++) {
          codes[count++] = table.place(known, classes, some.labels()[row]);
          builder.add(some.columns(), some.values(), some.start(row), table.end(some, row));
        }
        progress.accept(count);
      }
      table.requireSome();
      warnings.addAll(table.warnings());
      SparseRows rows = builder.build(table.columns.first(), table.columns.width());
      NDArray places = places(owner, Arrays.copyOf(codes, count));
      return LabelledData.of(rows, places, unscaled, classes);
    }
  }

  /** The indices of classes as a column, which float32 holds exactly. */
  static NDArray places(NDManager manager, short[] codes) {
    float[] places = new float[codes.length];
    for (int row = 0; row < places.length; row++) {
      places[row] = codes[row];
    }
    return manager.create(places, new Shape(places.length, 1));
  }

  /** The next rows; null after the last. */
  private @Nullable LibSvmRows next() throws TableException {
    LibSvmRows some = reader.next();
    rows += some == null ? 0 : some.rows();
    return some;
  }

  /** Returns the end of the row's values whose columns the model has, and counts the others. */
  private int end(LibSvmRows some, int row) {
    int last = columns.first() + columns.width() - 1;
    int end = some.ends()[row];
    while (end > some.start(row) && some.columns()[end - 1] > last) {
      end--;
      ignored++;
      firstIgnored = firstIgnored < 0 ? some.columns()[end] : firstIgnored;
    }
    return end;
  }

  /** Returns the index of a label's class. */
  private short place(KnownClasses known, List<String> classes, double label)
      throws TableException {
    OptionalInt place = known.place(Numbers.text(label));
    if (place.isEmpty()) {
      throw new TableException(
          "%s: the label must be one of %s, was %s"
              .formatted(reader.file(), Names.listed(classes), Numbers.text(label)));
    }
    return (short) place.getAsInt();
  }

  private void requireSome() throws TableException {
    if (rows == 0) {
      throw new TableException(location + " has no rows");
    }
  }

  /**
   * Some rows to be scored.
   *
   * @param rows on the scale of the columns; the caller closes them
   * @param labels of the rows, as text
   */
  public record Block(SparseRows rows, List<String> labels) implements AutoCloseable {

    /** Frees the rows. */
    @Override
    public void close() {
      rows.close();
    }
  }

  /**
   * Returns the next rows to be scored; null after the last.
   *
   * @throws TableException naming file and line if they cannot be read, or if there is no row
   */
  public @Nullable Block nextBlock() throws TableException {
    LibSvmRows some = next();
    if (some == null) {
      requireSome();
      return null;
    }
    SparseRowsBuilder builder = new SparseRowsBuilder(DataType.FLOAT64);
    for (int row = 0; row < some.rows(); row++) {
      builder.add(some.columns(), some.values(), some.start(row), end(some, row));
    }
    List<String> labels =
        Arrays.stream(some.labels(), 0, some.rows()).mapToObj(Numbers::text).toList();
    return new Block(builder.build(columns.first(), columns.width()), labels);
  }

  /** Warnings about the rows read so far. */
  public List<String> warnings() {
    return ignored == 0
        ? List.of()
        : List.of(
            "%s of columns that the model does not have, such as %d, %s ignored; it has the columns %d to %d"
                .formatted(
                    Names.counted(ignored, "value"),
                    firstIgnored,
                    ignored == 1 ? "was" : "were",
                    columns.first(),
                    columns.first() + columns.width() - 1));
  }

  @Override
  public void close() {
    reader.close();
  }
}
