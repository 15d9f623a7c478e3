package dev.logistic.export;

import ai.djl.MalformedModelException;
import dev.logistic.model.ModelDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

/**
 * A zip file for an unmodified DJL Serving: the model's files and this library, once in the root,
 * where DJL looks for the class named by {@code blockFactory}, and once in {@code libs/}, where it
 * looks for the one named by {@code translator}. Other entries of the model's {@code
 * serving.properties}, such as {@code maxWorkers}, are kept. See {@code
 * dev.logistic.djl.LogisticServingTranslator} for why the translator factory cannot be named here.
 */
final class ServingArchive {

  private static final String PROPERTIES = "serving.properties";
  private static final String FACTORY = "translatorFactory=";
  private static final String TRANSLATOR = "translator=dev.logistic.djl.LogisticServingTranslator";

  private ServingArchive() {}

  /** Writes the archive of a directory that has been checked to hold a model. */
  static byte[] encode(Path modelDirectory) throws IOException, MalformedModelException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      byte[] jar = OwnJar.bytes();
      ZipFiles.add(zip, OwnJar.NAME, jar);
      ZipFiles.add(zip, "libs/" + OwnJar.NAME, jar);
      for (String name : ModelDirectory.files(modelDirectory)) {
        Path source = modelDirectory.resolve(name);
        ZipFiles.add(
            zip, name, name.equals(PROPERTIES) ? properties(source) : Files.readAllBytes(source));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] properties(Path source) throws IOException {
    List<String> lines = Files.readAllLines(source);
    return Stream.concat(
            lines.stream().filter(line -> !line.startsWith(FACTORY)), Stream.of(TRANSLATOR))
        .map(line -> line + "\n")
        .reduce("", String::concat)
        .getBytes(StandardCharsets.UTF_8);
  }
}
