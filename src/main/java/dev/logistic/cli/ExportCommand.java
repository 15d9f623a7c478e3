package dev.logistic.cli;

import ai.djl.MalformedModelException;
import dev.logistic.export.ExportFormat;
import dev.logistic.files.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
        "onnx: features to probabilities and label, for ONNX runtimes.",
        "serving: a zip file with the model and this program, for an unmodified DJL Serving."
      })
  private String format = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write; an existing one is replaced.")
  private Path out = Path.of("");

  /** The formats, which shells complete. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return writers().keySet().iterator();
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

  @Override
  public Integer call() throws Exception {
    Writer writer = writer();
    if (out.toString().equals("-")) {
      throw new ParameterException(
          spec.commandLine(), "--out must be a file: an export is binary and not for stdout");
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
    Map<String, Writer> writers = writers();
    Writer writer = writers.get(format);
    if (writer == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--format must be one of %s, was \"%s\""
              .formatted(String.join(", ", writers.keySet()), format));
    }
    return writer;
  }
}
