package dev.logistic.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

/** This library as a jar, wherever its classes are: in one, or in a directory of the build. */
final class OwnJar {

  static final String NAME = "djl-logistic.jar";

  private OwnJar() {}

  static byte[] bytes() throws IOException {
    CodeSource source = OwnJar.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("the classes of this program are in no file that could be packed");
    }
    try {
      return of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException(source.getLocation() + " cannot be packed: it is not a file", e);
    }
  }

  /** A jar as it is; of a directory the same jar each time. */
  static byte[] of(Path classes) throws IOException {
    if (!Files.isDirectory(classes)) {
      return Files.readAllBytes(classes);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (Path file : files(classes)) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        ZipFiles.add(jar, name, Files.readAllBytes(file));
      }
    }
    return bytes.toByteArray();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
