package dev.logistic.spark;

import ai.djl.MalformedModelException;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * The files of the core's model directory, in memory.
 *
 * @param contents by name
 * @param covariance its file, which executors do without
 */
record ModelFiles(LinkedHashMap<String, byte[]> contents, OnDriver covariance)
    implements Serializable {

  /** The directory next to the metadata that Spark writes for a stage. */
  private static final String DIRECTORY = "model";

  static ModelFiles of(LogisticModel model) {
    LinkedHashMap<String, byte[]> all = new LinkedHashMap<>();
    try (Scratch scratch = new Scratch()) {
      Path directory = scratch.path().resolve(DIRECTORY);
      ModelDirectory.save(model, directory);
      for (String name : ModelDirectory.files(directory)) {
        all.put(name, Files.readAllBytes(directory.resolve(name)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedModelException e) {
      throw new AssertionError("a model that was just saved can be read", e);
    }
    return of(all);
  }

  private static ModelFiles of(LinkedHashMap<String, byte[]> all) {
    byte[] covariance = all.remove(ModelDirectory.COVARIANCE_FILE);
    return new ModelFiles(all, new OnDriver(covariance));
  }

  private Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>(contents);
    covariance.bytes().ifPresent(bytes -> all.put(ModelDirectory.COVARIANCE_FILE, bytes));
    return all;
  }

  /** The model; the caller closes it. */
  LogisticModel toModel() throws IOException {
    try (Scratch scratch = new Scratch()) {
      for (Map.Entry<String, byte[]> file : all().entrySet()) {
        Files.write(scratch.path().resolve(file.getKey()), file.getValue());
      }
      return ModelDirectory.loadWithCovariance(scratch.path());
    } catch (MalformedModelException e) {
      throw new IOException(e);
    }
  }

  /** A directory that is deleted when this is closed. */
  private record Scratch(Path path) implements AutoCloseable {

    Scratch() throws IOException {
      this(Files.createTempDirectory("djl-logistic"));
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** Writes a model to any file system that Spark knows. */
  static final class Writer extends MLWriter {

    private final LogisticClassificationModel model;
    private final ModelFiles files;

    Writer(LogisticClassificationModel model, ModelFiles files) {
      this.model = model;
      this.files = files;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
      Configuration configuration = sparkSession().sessionState().newHadoopConf();
      org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(path, DIRECTORY);
      try {
        FileSystem system = directory.getFileSystem(configuration);
        for (Map.Entry<String, byte[]> file : files.all().entrySet()) {
          try (OutputStream out =
              system.create(new org.apache.hadoop.fs.Path(directory, file.getKey()))) {
            out.write(file.getValue());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads a model from any file system that Spark knows. */
  static final class Reader extends MLReader<LogisticClassificationModel> {

    @Override
    public LogisticClassificationModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(
              path, sparkSession(), LogisticClassificationModel.class.getName());
      try (LogisticModel read = files(path).toModel()) {
        LogisticClassificationModel model = new LogisticClassificationModel(metadata.uid(), read);
        metadata.getAndSetParams(model, Option.empty());
        return model;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private ModelFiles files(String path) throws IOException {
      Configuration configuration = sparkSession().sessionState().newHadoopConf();
      org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(path, DIRECTORY);
      FileSystem system = directory.getFileSystem(configuration);
      LinkedHashMap<String, byte[]> contents = new LinkedHashMap<>();
      for (FileStatus file : system.listStatus(directory)) {
        if (file.isFile()) {
          try (InputStream in = system.open(file.getPath())) {
            contents.put(file.getPath().getName(), in.readAllBytes());
          }
        }
      }
      return of(contents);
    }
  }
}
