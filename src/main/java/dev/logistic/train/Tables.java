package dev.logistic.train;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Facet;
import dev.logistic.config.Missing;
import dev.logistic.config.MissingValues;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Storage;
import dev.logistic.config.WeightKind;
import dev.logistic.data.RowMemory;
import dev.logistic.engine.Devices;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.MissingCells;
import dev.logistic.table.TableException;
import dev.logistic.table.TableOptions;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the table that settings describe. Thread-safe. */
public final class Tables {

  private Tables() {}

  /**
   * Reads the table of {@code data.source} for training, on the device of {@code engine.device}.
   *
   * @throws TableException if it cannot be read or used; the message says where and why
   */
  public static TrainingTable read(Settings settings) throws TableException {
    if (!settings.isTable()) {
      throw new SettingsException(
          "expected %s to be a file, a glob or a jdbc: address, found %s"
              .formatted(Settings.SOURCE, settings.get(Settings.SOURCE)));
    }
    requireLabel(settings, isLibSvm(settings));
    return read(settings, null, Devices.resolve(settings.get(Settings.DEVICE)), rows -> {});
  }

  /**
   * Reads rows from a source other than {@code data.source}, such as a {@code DataSource}.
   *
   * @param settings as for {@link #read(Settings)}; {@code data.query} must not be set
   * @throws TableException if they cannot be read or used; the message says where and why
   */
  public static TrainingTable read(TableSource source, Settings settings) throws TableException {
    requireLabel(settings, source.isLibSvm());
    if (!settings.get(Settings.QUERY).isEmpty()) {
      throw new SettingsException(
          "expected no %s next to a source that has a query of its own, found %s"
              .formatted(Settings.QUERY, settings.get(Settings.QUERY)));
    }
    Device device = Devices.resolve(settings.get(Settings.DEVICE));
    return TrainingTable.read(
        source, null, options(settings, source.isLibSvm()), type(settings), device, rows -> {});
  }

  /**
   * Reads rows in Java as values by column name; see {@link TableSource#of(Iterable)}.
   *
   * @throws TableException if they cannot be used; the message names row and column
   */
  public static TrainingTable of(
      Iterable<? extends Map<String, ? extends @Nullable Object>> rows, Settings settings)
      throws TableException {
    return read(TableSource.of(rows), settings);
  }

  /** As {@link #of}, with records as rows; see {@link TableSource#ofRecords}. */
  public static TrainingTable ofRecords(Iterable<? extends Record> rows, Settings settings)
      throws TableException {
    return read(TableSource.ofRecords(rows), settings);
  }

  /**
   * Reads a table for training.
   *
   * @param heldOut a file, glob or address with the rows for validation, or null
   * @param settings those under {@code data.}, the precision, the seed and the solver; the source
   *     is a table
   * @param progress receives the number of rows read, now and then
   * @throws TableException if it cannot be read or used; the message says where and why
   */
  public static TrainingTable read(
      Settings settings, @Nullable String heldOut, Device device, LongConsumer progress)
      throws TableException {
    String query = settings.get(Settings.QUERY);
    TableSource source = new TableSource(settings.get(Settings.SOURCE), query);
    TableSource validation = heldOut == null ? null : new TableSource(heldOut, query);
    return TrainingTable.read(
        source, validation, options(settings, source.isLibSvm()), type(settings), device, progress);
  }

  /** Whether the settings name LibSVM files. */
  public static boolean isLibSvm(Settings settings) {
    return settings.isTable() && LibSvmTable.is(settings.get(Settings.SOURCE));
  }

  /**
   * Checks settings of LibSVM files, whose columns have no names and whose cells are numbers.
   *
   * @throws SettingsException if one would have no effect
   */
  public static void requireSenseForLibSvm(Settings settings) {
    String label = settings.get(Settings.LABEL);
    if (!label.isEmpty() && !label.equals(LibSvmTable.LABEL)) {
      throw new SettingsException(
          "a LibSVM file has its labels before the columns, under the name \"%s\", found %s=%s: leave it out"
              .formatted(LibSvmTable.LABEL, Settings.LABEL, label));
    }
    Settings.KEYS.stream()
        .filter(key -> key.has(Facet.NAMED_COLUMNS) && settings.isGiven(key))
        .filter(key -> !settings.get(key).equals(key.tableDefault()))
        .findFirst()
        .ifPresent(
            key -> {
              throw new SettingsException(
                  "%s is for tables with named columns, and has no effect on a LibSVM file: leave it out"
                      .formatted(key));
            });
  }

  private static void requireLabel(Settings settings, boolean indexed) {
    if (indexed) {
      requireSenseForLibSvm(settings);
    } else if (settings.get(Settings.LABEL).isEmpty()) {
      throw new SettingsException(
          "expected %s to name the column to be predicted, found none".formatted(Settings.LABEL));
    }
  }

  /** How the settings use the columns of a table. */
  public static TableOptions options(Settings settings) {
    return options(settings, false);
  }

  /**
   * @param indexed whether the columns have indices for names, and so only a label that is known
   */
  private static TableOptions options(Settings settings, boolean indexed) {
    return new TableOptions(
        indexed ? LibSvmTable.LABEL : settings.get(Settings.LABEL),
        settings.get(Settings.POSITIVE),
        settings.get(Settings.WEIGHT),
        settings.get(Settings.FEATURES),
        settings.get(Settings.EXCLUDE),
        settings.get(Settings.CATEGORICAL),
        settings.get(Settings.REFERENCE),
        missing(settings.get(Settings.MISSING)),
        settings.get(Settings.NA),
        settings.get(Settings.NOT_MISSING),
        settings.get(Settings.MAX_LEVELS),
        settings.get(Settings.STANDARDIZE) && (!indexed || settings.isGiven(Settings.STANDARDIZE)),
        settings.get(Settings.VALIDATION),
        settings.get(Settings.SEED),
        settings.get(Settings.SOLVER).convergesToOptimum(),
        storage(settings.get(Settings.STORAGE)),
        settings.get(Settings.INDEX_BASE),
        settings.get(Settings.MIN_LEVEL_ROWS),
        memory(settings),
        settings.get(Settings.WEIGHT_KIND) == WeightKind.FREQUENCY,
        settings.get(Settings.TRIALS),
        settings.get(Settings.OFFSET),
        settings.get(Settings.CLUSTER),
        settings.get(Settings.GROUP),
        settings.get(Settings.TIME),
        settings.get(Settings.TERMS));
  }

  /** Returns settings with those by which the table was actually read. */
  static Settings described(TrainingTable table, Settings settings) {
    TableOptions options = table.options();
    return settings
        .with(Settings.SOURCE, table.source().location())
        .with(Settings.QUERY, table.source().query())
        .with(Settings.LABEL, options.label())
        .with(Settings.POSITIVE, options.positive())
        .with(Settings.WEIGHT, options.weight())
        .with(Settings.TRIALS, options.trials())
        .with(Settings.OFFSET, options.offset())
        .with(Settings.GROUP, options.group())
        .with(Settings.TIME, options.time())
        .with(Settings.FEATURES, options.features())
        .with(Settings.TERMS, options.terms())
        .with(Settings.EXCLUDE, options.exclude())
        .with(Settings.CATEGORICAL, options.categorical())
        .with(Settings.REFERENCE, options.reference())
        .with(Settings.MISSING, missing(options.missing()))
        .with(Settings.NA, options.na())
        .with(Settings.NOT_MISSING, options.notMissing())
        .with(Settings.MAX_LEVELS, options.maxLevels())
        .with(Settings.STANDARDIZE, options.standardize())
        .with(Settings.VALIDATION, options.validation())
        .with(Settings.INDEX_BASE, options.indexBase())
        .with(Settings.MIN_LEVEL_ROWS, options.minLevelRows())
        .with(
            Settings.PRECISION,
            table.training().type() == DataType.FLOAT32 ? Precision.FLOAT32 : Precision.FLOAT64);
  }

  private static RowMemory memory(Settings settings) {
    String named = settings.get(Settings.SPILL);
    Path directory = named.isEmpty() ? RowMemory.temporary() : Path.of(named);
    if (!named.isEmpty() && !Files.isWritable(directory)) {
      throw new SettingsException(
          "expected %s to be a directory that can be written to, found %s"
              .formatted(Settings.SPILL, named));
    }
    OptionalLong bytes = settings.get(Settings.MEMORY);
    return bytes.isPresent()
        ? new RowMemory(bytes.getAsLong(), directory)
        : RowMemory.automatic(directory);
  }

  private static TableOptions.Storage storage(Storage setting) {
    return switch (setting) {
      case AUTO -> TableOptions.Storage.AUTO;
      case DENSE -> TableOptions.Storage.DENSE;
      case SPARSE -> TableOptions.Storage.SPARSE;
    };
  }

  private static MissingValues missing(MissingCells option) {
    Map<String, Missing> columns = new LinkedHashMap<>();
    option.columns().forEach((column, rule) -> columns.put(column, missing(rule)));
    return new MissingValues(missing(option.usual()), columns);
  }

  private static Missing missing(MissingCells.Rule rule) {
    return switch (rule) {
      case REFUSE -> Missing.ERROR;
      case MEAN -> Missing.MEAN;
      case MEDIAN -> Missing.MEDIAN;
      case INDICATOR -> Missing.INDICATOR;
      case DROP -> Missing.DROP;
    };
  }

  private static MissingCells missing(MissingValues setting) {
    Map<String, MissingCells.Rule> columns = new LinkedHashMap<>();
    setting.columns().forEach((column, missing) -> columns.put(column, rule(missing)));
    return new MissingCells(rule(setting.usual()), columns);
  }

  private static MissingCells.Rule rule(Missing missing) {
    return switch (missing) {
      case ERROR -> MissingCells.Rule.REFUSE;
      case MEAN -> MissingCells.Rule.MEAN;
      case MEDIAN -> MissingCells.Rule.MEDIAN;
      case INDICATOR -> MissingCells.Rule.INDICATOR;
      case DROP -> MissingCells.Rule.DROP;
    };
  }

  /** The type of features and parameters. */
  public static DataType type(Settings settings) {
    return settings.get(Settings.PRECISION) == Precision.FLOAT32
        ? DataType.FLOAT32
        : DataType.FLOAT64;
  }
}
