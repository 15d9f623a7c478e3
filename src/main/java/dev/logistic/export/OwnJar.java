package dev.logistic.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs this library as a jar, whether its classes are in its own jar, in the jar of an
 * application, or in a directory of the build. Only the package {@code dev.logistic} is included:
 * the jar of an application can be large and contain secrets.
 */
final class OwnJar {

  static final String NAME = "djl-logistic.jar";

  private static final String PACKAGE = "dev/logistic/";

  private OwnJar() {}

  static byte[] bytes() throws IOException {
    CodeSource source = OwnJar.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException(
          "the classes of this program are not in a jar file, so they cannot be packed");
    }
    try {
      return of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException(source.getLocation() + " cannot be packed: it is not a file", e);
    }
  }

  /** Packs the package from a jar or a directory; the same source yields the same bytes. */
  static byte[] of(Path classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int packed;
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      packed = Files.isDirectory(classes) ? addFiles(jar, classes) : addEntries(jar, classes);
    }
    if (packed == 0) {
      throw new IOException(
          classes + " cannot be packed: it must hold " + PACKAGE + ", and does not");
    }
    return bytes.toByteArray();
  }

  private static int addFiles(ZipOutputStream jar, Path directory) throws IOException {
    List<Path> files = files(directory.resolve(PACKAGE));
    for (Path file : files) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      ZipFiles.add(jar, name, Files.readAllBytes(file));
    }
    return files.size();
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static int addEntries(ZipOutputStream jar, Path source) throws IOException {
    try (JarFile file = new JarFile(source.toFile(), false)) {
      List<? extends ZipEntry> entries =
          file.stream()
              .filter(entry -> entry.getName().startsWith(PACKAGE) && !entry.isDirectory())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry entry : entries) {
        try (InputStream content = file.getInputStream(entry)) {
          ZipFiles.add(jar, entry.getName(), content.readAllBytes());
        }
      }
      return entries.size();
    }
  }
}
