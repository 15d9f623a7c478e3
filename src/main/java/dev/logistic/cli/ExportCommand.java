package dev.logistic.cli;

import ai.djl.MalformedModelException;
import dev.logistic.config.Settings;
import dev.logistic.export.ExportFormat;
import dev.logistic.files.AtomicFile;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a model for other programs. */
@Command(
    sortOptions = false,
    name = "export",
    description = "Write a model as a file that other programs read.")
final class ExportCommand implements Callable<Integer> {

  private static final String SQL = "sql";
  private static final String ONNX = "onnx";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private Path modelDirectory = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      completionCandidates = Formats.class,
      description = {
        "safetensors: the arrays, for PyTorch and others, and for scoring without native code.",
        "npz: the arrays, for NumPy.",
        "onnx: features or columns to probabilities and label, for ONNX runtimes.",
        "serving: a zip file with the model and this program, for an unmodified DJL Serving.",
        "sql: one SELECT that scores a table inside a database."
      })
  private String format = "";

  @Option(
      names = "--dialect",
      paramLabel = "D",
      completionCandidates = Dialects.class,
      description = "Of sql: duckdb, postgresql, sqlite or ansi.")
  private @Nullable String dialect;

  @Option(
      names = "--table",
      paramLabel = "T",
      description = "Of sql: the table to score, as NAME or SCHEMA.NAME; \"rows\" if not given.")
  private @Nullable String table;

  @Option(
      names = "--inputs",
      paramLabel = "I",
      completionCandidates = Inputs.class,
      description = {
        "Of onnx: features, one input of numbers and indicators, or columns, one input for each.",
        "If not given: columns for models with a formula, features for others."
      })
  private @Nullable String inputs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write; an existing one is replaced.")
  private Path out = Path.of("");

  /** The dialects, which shells complete. */
  static final class Dialects implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ExportFormat.sqlDialects().iterator();
    }
  }

  /** The inputs of ONNX, which shells complete. */
  static final class Inputs implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return inputs().keySet().iterator();
    }
  }

  private static Map<String, Writer> inputs() {
    Map<String, Writer> inputs = new LinkedHashMap<>();
    inputs.put("features", ExportFormat::writeOnnxOfFeatures);
    inputs.put("columns", ExportFormat::writeOnnxOfColumns);
    return inputs;
  }

  /** The formats, which shells complete. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return formats().iterator();
    }
  }

  /** Writes the model of a directory to a file. */
  private interface Writer {
    void write(Path modelDirectory, Path file) throws IOException, MalformedModelException;
  }

  private static Map<String, Writer> writers() {
    Map<String, Writer> writers = new LinkedHashMap<>();
    for (ExportFormat format : ExportFormat.values()) {
      writers.put(format.name().toLowerCase(Locale.ROOT), format::write);
    }
    return writers;
  }

  private static List<String> formats() {
    List<String> formats = new ArrayList<>(writers().keySet());
    formats.add(SQL);
    return formats;
  }

  @Override
  public Integer call() throws Exception {
    Writer writer = writer();
    if (out.toString().equals("-")) {
      throw new ParameterException(
          spec.commandLine(), "--out must be a file: exports are not for stdout");
    }
    new OutputFiles().readingModel(modelDirectory).require("--out", out.toString());
    if (Files.exists(out) && !Files.isRegularFile(out)) {
      throw new FileSystemException(out.toString(), null, "is not a file that can be replaced");
    }
    AtomicFile.replace(
        out,
        staging -> {
          try {
            writer.write(modelDirectory, staging);
          } catch (MalformedModelException e) {
            throw new IOException(e.getMessage(), e);
          }
        });
    return 0;
  }

  private Writer writer() {
    String chosen = inputs;
    if (chosen != null && !format.equals(ONNX) && formats().contains(format)) {
      throw refused("--inputs belongs to --format onnx, was --format " + format);
    }
    if (format.equals(SQL)) {
      return sqlWriter();
    }
    Writer writer = writers().get(format);
    if (writer == null) {
      throw refused(
          "--format must be one of %s, was \"%s\"".formatted(String.join(", ", formats()), format));
    }
    if (dialect != null || table != null) {
      throw refused(
          "%s belongs to --format sql, was --format %s"
              .formatted(dialect != null ? "--dialect" : "--table", format));
    }
    return chosen == null ? writer : onnxWriter(chosen);
  }

  private Writer onnxWriter(String chosen) {
    Writer writer = inputs().get(chosen);
    if (writer == null) {
      throw refused(
          "--inputs must be one of %s, was \"%s\""
              .formatted(String.join(", ", inputs().keySet()), chosen));
    }
    return writer;
  }

  private Writer sqlWriter() {
    List<String> dialects = ExportFormat.sqlDialects();
    if (dialect == null || !dialects.contains(dialect)) {
      throw refused(
          "--format sql needs --dialect, one of %s, %s"
              .formatted(
                  String.join(", ", dialects),
                  dialect == null ? "and none was given" : "was \"" + dialect + "\""));
    }
    String chosen = dialect;
    return (directory, file) -> writeSql(directory, chosen, file);
  }

  private void writeSql(Path directory, String chosen, Path file)
      throws IOException, MalformedModelException {
    try (LogisticModel model = ModelDirectory.load(directory)) {
      Settings settings = ModelSettings.of(model, directory);
      String query =
          ExportFormat.sql(
              model,
              chosen,
              table == null ? "rows" : table,
              settings.get(Settings.NA),
              settings.get(Settings.NOT_MISSING));
      Files.writeString(file, query);
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
