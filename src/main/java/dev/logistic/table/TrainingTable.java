package dev.logistic.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.FeatureLearning;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.Distribution;
import dev.logistic.schema.FeatureSchema;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A table ready for training: features encoded by its schema, which was learned from the training
 * rows alone, and held-out rows if requested. Owns its arrays. Safe to read from several threads.
 */
public final class TrainingTable implements AutoCloseable {

  private final TableSource source;
  private final TableOptions options;
  private final NDManager manager;
  private final LabelledData training;
  private final @Nullable LabelledData validation;
  private final BitSet heldOutRows;
  private final List<Distribution> distributions;
  private final List<String> warnings;

  private TrainingTable(
      TableSource source,
      TableOptions options,
      NDManager manager,
      LabelledData training,
      @Nullable LabelledData validation,
      BitSet heldOutRows,
      List<Distribution> distributions,
      List<String> warnings) {
    this.source = source;
    this.options = options;
    this.manager = manager;
    this.training = training;
    this.validation = validation;
    this.heldOutRows = heldOutRows;
    this.distributions = distributions;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads a table in one pass, in about the memory that its features take. The columns of a formula
   * are kept in addition, as the folds of a cross-validation learn from them.
   *
   * @param heldOut another table with the rows for validation, or null
   * @param type of the features: float32 or float64
   * @param device of the features
   * @param progress receives the number of rows read, now and then
   * @throws TableException if it cannot be read or used; the message says where and why
   */
  public static TrainingTable read(
      TableSource source,
      @Nullable TableSource heldOut,
      TableOptions options,
      DataType type,
      Device device,
      LongConsumer progress)
      throws TableException {
    NDManager manager = PyTorch.engine().newBaseManager(device);
    if (source.isLibSvm()) {
      return ofLibSvm(source, heldOut, options, type, manager, progress);
    }
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu());
        TrainingReader reader =
            new TrainingReader(options, type, manager.newSubManager(Device.cpu()))) {
      reader.read(source, progress);
      TrainingReader.Result result = reader.finish(cpu, manager);
      boolean wantsDense = options.storage() == TableOptions.Storage.DENSE;
      if (result.training().sparse() != null && wantsDense) {
        requireInMemory(result.training().sparse(), options);
      }
      if (result.training().sparse() != null && !wantsDense && device.isGpu()) {
        throw new TableException(
            "sparse rows are computed on the CPU: set engine.device=cpu, or data.storage=dense");
      }
      LabelledData training = labelled(manager, cpu, result.training(), false, result, wantsDense);
      note(training, options, result.warnings());
      LabelledData validation = null;
      TrainingReader.Features some = result.heldOut();
      if (heldOut != null) {
        validation =
            LabelledRows.read(
                heldOut,
                training.schema(),
                options,
                training.classes(),
                type,
                manager,
                result.warnings());
      } else if (some != null) {
        validation = labelled(manager, cpu, some, true, result, wantsDense);
      }
      return new TrainingTable(
          source,
          options,
          manager,
          training,
          validation,
          result.heldOutRows(),
          result.distributions(),
          result.warnings());
    } catch (TableException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static TrainingTable ofLibSvm(
      TableSource source,
      @Nullable TableSource heldOut,
      TableOptions options,
      DataType type,
      NDManager manager,
      LongConsumer progress)
      throws TableException {
    try {
      if (manager.getDevice().isGpu()) {
        throw new TableException(
            "%s: LibSVM files are read for the CPU: set engine.device=cpu".formatted(source));
      }
      LibSvmTraining.Result read =
          new LibSvmTraining(source.location(), options, type, progress).read(manager, heldOut);
      note(read.training(), options, read.warnings());
      return new TrainingTable(
          source,
          options,
          manager,
          read.training(),
          read.heldOut(),
          read.heldOutRows(),
          List.of(),
          read.warnings());
    } catch (TableException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static LabelledData labelled(
      NDManager manager,
      NDManager scratch,
      TrainingReader.Features features,
      boolean held,
      TrainingReader.Result result,
      boolean wantsDense)
      throws TableException {
    LabelledData data = labelled(manager, scratch, features, result, held, wantsDense);
    FeatureLearning learning = result.learning();
    if (learning != null && !held) {
      data = data.withLearning(learning);
    }
    return result.attributes().added(data, result.heldOutRows(), held);
  }

  private static LabelledData labelled(
      NDManager manager,
      NDManager scratch,
      TrainingReader.Features features,
      TrainingReader.Result result,
      boolean held,
      boolean wantsDense) {
    SparseRows sparse = features.sparse();
    if (sparse != null) {
      NDArray labels = result.labels(scratch, sparse.type(), held);
      LabelledData data = LabelledData.of(sparse, labels, result.schema(), result.classes());
      return wantsDense ? data.dense(manager) : data;
    }
    NDArray dense = Objects.requireNonNull(features.dense());
    NDArray moved = dense.toDevice(manager.getDevice(), false);
    moved.attach(manager);
    NDArray labels = result.labels(scratch, dense.getDataType(), held);
    return LabelledData.of(moved, labels, result.schema(), result.classes());
  }

  /** Refuses rows in a file as an array. */
  static void requireInMemory(SparseRows rows, TableOptions options) throws TableException {
    if (rows.bytesInFile() > 0) {
      throw new TableException(
          "data.storage=dense needs all rows in memory, and they take more than the %d MB of data.memory: leave it out, or raise data.memory"
              .formatted(options.memory().bytes() >> 20));
    }
  }

  /** States how much of the rows is kept in a file. */
  private static void note(LabelledData rows, TableOptions options, List<String> warnings) {
    long bytes = rows.sparse().map(SparseRows::bytesInFile).orElse(0L);
    if (bytes > 0) {
      warnings.add(
          "the rows take more than the %d MB of data.memory: %d MB are kept in a temporary file in %s and read in every pass"
              .formatted(
                  options.memory().bytes() >> 20, bytes >> 20, options.memory().directory()));
    }
  }

  /** Where the rows come from. */
  public TableSource source() {
    return source;
  }

  /** How the columns were read. */
  public TableOptions options() {
    return options;
  }

  /** The rows to learn from. */
  public LabelledData training() {
    return training;
  }

  /** The rows held out. */
  public Optional<LabelledData> validation() {
    return Optional.ofNullable(validation);
  }

  /**
   * Which of the rows that were read, without those left out, are held out, from 0; where rows
   * count trials, two for each.
   */
  public BitSet heldOutRows() {
    return (BitSet) heldOutRows.clone();
  }

  /** How columns become features. */
  public FeatureSchema schema() {
    return training.schema();
  }

  /** The classes in natural order; of two, the negative and the positive one. */
  public List<String> classes() {
    return training.classes();
  }

  /**
   * How the cells of each input column are distributed over the rows to learn from; empty where
   * that is not kept, as of LibSVM files and tables of more than 1,000 columns.
   */
  public List<Distribution> distributions() {
    return distributions;
  }

  /** Warnings, such as about constant columns. */
  public List<String> warnings() {
    return warnings;
  }

  /** Frees the arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
