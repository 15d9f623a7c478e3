package dev.logistic.console;

import dev.logistic.config.Facet;
import dev.logistic.config.Key;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.text.JdbcAddress;
import dev.logistic.train.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that set settings. */
public final class SettingsOptions {

  /** The options that set a single setting, by its name. */
  static final Map<String, String> OPTIONS =
      Map.of(
          Settings.SOURCE.name(), "--data",
          Settings.QUERY.name(), "--query",
          Settings.LABEL.name(), "--label",
          Settings.POSITIVE.name(), "--positive",
          Settings.FEATURES.name(), "--features",
          Settings.EXCLUDE.name(), "--exclude",
          Settings.TERMS.name(), "--terms",
          Settings.DEVICE.name(), "--device");

  @Option(names = "--config", paramLabel = "FILE", description = "A properties file of settings.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description = "A CSV, Parquet or JSON-lines file, a glob, a jdbc: address, or synthetic.")
  private @Nullable String data;

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "The SQL query for a database, or for files, which are the view data.")
  private @Nullable String query;

  @Option(names = "--label", paramLabel = "COLUMN", description = "The column to be predicted.")
  private @Nullable String label;

  @Option(
      names = "--positive",
      paramLabel = "CLASS",
      description = "The class whose probability is predicted; the greater one by default.")
  private @Nullable String positive;

  @Option(
      names = "--features",
      paramLabel = "A,B",
      description =
          "Columns to learn from, or levels as city=Bern; all columns but the label by default.")
  private @Nullable String features;

  @Option(
      names = "--exclude",
      paramLabel = "C,D",
      description =
          "Columns to leave out, or levels as city=Bern, which are read as the reference.")
  private @Nullable String exclude;

  @Option(
      names = "--device",
      paramLabel = "D",
      completionCandidates = Candidates.Devices.class,
      description = "auto, cpu, gpu or gpu:N.")
  private @Nullable String device;

  @Option(
      names = "--terms",
      paramLabel = "FORMULA",
      description = "The features by a formula as in R, such as \"age * city + ns(income, 4)\".")
  private @Nullable String terms;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      completionCandidates = Candidates.Assignments.class,
      description = "A setting, overriding the file and system properties; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  /**
   * Returns the defaults, overridden in turn by the file, system properties, {@code --set} and
   * options.
   *
   * @throws SettingsException if they are invalid, a table lacks its label, or a setting needs a
   *     table and there is none
   * @throws IOException if the file cannot be read
   */
  public Settings settings() throws IOException {
    List<Layer> layers = new ArrayList<>();
    if (config != null) {
      layers.add(Layer.file(config));
    }
    layers.add(Layer.systemProperties(System.getProperties()));
    layers.add(Layer.assignments("--set", assignments));
    add(layers, Settings.SOURCE, data);
    add(layers, Settings.QUERY, query);
    add(layers, Settings.LABEL, label);
    add(layers, Settings.POSITIVE, positive);
    add(layers, Settings.FEATURES, features);
    add(layers, Settings.EXCLUDE, exclude);
    add(layers, Settings.TERMS, terms);
    add(layers, Settings.DEVICE, device);
    Settings settings = Settings.layered(layers);
    if (settings.isTable()) {
      requireTableComplete(settings);
    } else {
      Settings.KEYS.stream()
          .filter(key -> key.has(Facet.NEEDS_TABLE))
          .forEach(key -> requireUnset(settings, key));
    }
    return settings;
  }

  private static <T> void requireUnset(Settings settings, Key<T> key) {
    T value = settings.get(key);
    if (!value.equals(key.defaultValue())) {
      throw new SettingsException(
          "%s=%s needs a table: --data SOURCE".formatted(key, key.print(value)));
    }
  }

  /** The file of settings, if there is one. */
  public @Nullable Path config() {
    return config;
  }

  /** Every setting with its default, for the end of a command's help. */
  public static String help() {
    Stream<String> title =
        Stream.of("", "Settings and their defaults, for synthetic rows and for tables:");
    return Stream.concat(title, Settings.KEYS.stream().map(SettingsOptions::help))
        .map(line -> line + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private static <T> String help(Key<T> key) {
    String original = key.name() + "=" + key.print(key.defaultValue());
    String forTables = key.print(key.tableDefault());
    boolean same = key.tableDefault().equals(key.defaultValue());
    return same
        ? "  " + original
        : "  %-36s  %s".formatted(original, forTables.isEmpty() ? "1/rows" : forTables);
  }

  private static void add(List<Layer> layers, Key<?> key, @Nullable String value) {
    if (value != null) {
      layers.add(new Layer(option(key).orElseThrow(), Map.of(key.name(), value)));
    }
  }

  /** The option of a setting, such as {@code --label}. */
  public static Optional<String> option(Key<?> key) {
    return Optional.ofNullable(OPTIONS.get(key.name()));
  }

  /** Checks what a table needs, as far as settings determine it. */
  private static void requireTableComplete(Settings settings) {
    boolean database = JdbcAddress.is(settings.get(Settings.SOURCE));
    if (database && settings.get(Settings.QUERY).isBlank()) {
      throw new SettingsException(
          "a database needs a query: --query \"SELECT ... FROM ...\" (data.query)");
    }
    if (Tables.isLibSvm(settings)) {
      Tables.requireSenseForLibSvm(settings);
      return;
    }
    if (settings.get(Settings.LABEL).isEmpty()) {
      throw new SettingsException(
          "a table needs the name of the column to be predicted: --label COLUMN (data.label)");
    }
    String label = settings.get(Settings.LABEL);
    String weight = settings.get(Settings.WEIGHT);
    List<String> features = settings.get(Settings.FEATURES);
    if (label.equals(weight)) {
      throw new SettingsException(
          "column \"%s\" cannot be both the label and the weight".formatted(label));
    }
    requireOwn(settings, Settings.TRIALS, "number of trials");
    requireOwn(settings, Settings.OFFSET, "offset");
    if (features.contains(label)) {
      throw new SettingsException(
          "column \"%s\" cannot be both the label and a feature".formatted(label));
    }
    if (features.contains(weight)) {
      throw new SettingsException(
          "column \"%s\" cannot be both the weight and a feature".formatted(weight));
    }
  }

  private static void requireOwn(Settings settings, Key<String> key, String role) {
    String column = settings.get(key);
    if (settings.get(Settings.LABEL).equals(column)) {
      throw new SettingsException(
          "column \"%s\" cannot be both the label and the %s".formatted(column, role));
    }
    if (settings.get(Settings.FEATURES).contains(column)) {
      throw new SettingsException(
          "column \"%s\" cannot be both the %s and a feature".formatted(column, role));
    }
  }
}
