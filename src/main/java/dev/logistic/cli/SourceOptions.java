package dev.logistic.cli;

import ai.djl.Device;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.text.JdbcAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a model and the rows for it. */
final class SourceOptions {

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      required = true,
      description =
          "A CSV, Parquet or JSON-lines file, a glob, a jdbc: address, or synthetic: the rows of"
              + " the model's own settings.")
  private String data = "";

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description =
          "The SQL query for a database, or for files, which are the view data. Default, for files:"
              + " the query that the model was trained with on files.")
  private String query = "";

  @Option(
      names = "--na",
      paramLabel = "A,B",
      description = "More texts that mean a missing value, besides those of the model's data.na.")
  private @Nullable String na;

  /** The directory of the model. */
  Path model() {
    return model;
  }

  boolean isSynthetic() {
    return data.equals(Settings.SYNTHETIC);
  }

  /** Whether the rows are in LibSVM files. */
  boolean isLibSvm() {
    return LibSvmTable.is(data);
  }

  /** The source as it may be shown. */
  @Override
  public String toString() {
    return JdbcAddress.withoutPassword(data);
  }

  /** Checks what the arguments alone determine. */
  void requireSense() {
    if (JdbcAddress.is(data) && query.isBlank()) {
      throw new SettingsException("a database needs a query: --query \"SELECT ... FROM ...\"");
    }
    if (isSynthetic() && !query.isEmpty()) {
      throw new SettingsException("--query needs a table: --data SOURCE");
    }
    if (isLibSvm() && !query.isEmpty()) {
      throw new SettingsException("--query needs a table, and a LibSVM file is not one: " + data);
    }
    if (isLibSvm() && na != null) {
      throw new SettingsException("--na needs a table, and a LibSVM file is not one: " + data);
    }
    if (isSynthetic() && na != null) {
      throw new SettingsException("--na needs a table: --data SOURCE");
    }
    moreMissing();
  }

  /**
   * The rows, for files with the model's query where none is given.
   *
   * @param settings from {@link #over}
   * @throws TableException if that query does not fit the files
   */
  TableSource table(ModelCard card, Settings settings) throws TableException {
    TableSource source = new TableSource(data, query);
    return query.isBlank() ? ModelQuery.applied(source, card, settings.get(Settings.NA)) : source;
  }

  /** Returns the same for rows that must be those of the training, and are compared with them. */
  TableSource tableOfTraining(ModelCard card) {
    return new TableSource(
        data, query.isBlank() && !JdbcAddress.is(data) ? ModelQuery.of(card) : query);
  }

  /** Reads and checks the system properties, and starts the engine accordingly. */
  Device device() {
    return EngineStart.device(Settings.layered(List.of(system(), source())));
  }

  /** Files to be written, next to these rows and the model that are read. */
  OutputFiles outputs() {
    return new OutputFiles().reading("--data", data).readingModel(model);
  }

  /** The model's settings, but with this source and more texts for missing values. */
  Settings over(Settings ofModel) {
    Settings settings = ofModel.under(system()).under(source());
    List<String> missing =
        Stream.concat(settings.get(Settings.NA).stream(), moreMissing().stream())
            .distinct()
            .toList();
    return settings.with(Settings.NA, missing);
  }

  private List<String> moreMissing() {
    return na == null
        ? List.of()
        : Settings.original()
            .under(new Layer("--na", Map.of(Settings.NA.name(), na)))
            .get(Settings.NA);
  }

  private static Layer system() {
    return Layer.systemProperties(System.getProperties());
  }

  private Layer source() {
    return new Layer("--data", Map.of(Settings.SOURCE.name(), data));
  }
}
