package dev.logistic.table;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** LibSVM files, which name columns by index: those whose names end as such files do. */
final class LibSvmFiles {

  private static final List<String> ENDINGS = List.of(".svm", ".libsvm", ".svmlight");

  private LibSvmFiles() {}

  /** Whether a file or a glob is of LibSVM files. */
  static boolean is(String location) {
    String name = location.toLowerCase(Locale.ROOT);
    String plain = isCompressed(name) ? name.substring(0, name.length() - ".gz".length()) : name;
    return ENDINGS.stream().anyMatch(plain::endsWith);
  }

  /** Whether a file is compressed by gzip. */
  static boolean isCompressed(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /**
   * Returns the files, at least one, sorted by their paths.
   *
   * @throws TableException if there is none, or one cannot be read
   */
  static List<Path> in(String location) throws TableException {
    List<Path> files = matching(location);
    if (files.isEmpty()) {
      throw new TableException(
          location + (location.matches(".*[*?\\[].*") ? ": no file matches" : ": no such file"));
    }
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new TableException(file + ": is a directory, not a file; a glob would be *.svm");
      }
      if (!Files.isReadable(file)) {
        throw new TableException(file + ": permission denied");
      }
    }
    return files;
  }

  private static List<Path> matching(String location) throws TableException {
    try {
      Path single = Path.of(location);
      if (Files.exists(single)) {
        return List.of(single);
      }
    } catch (InvalidPathException e) {
      // a glob need not be a path
    }
    int special = location.replaceAll("[*?\\[].*", "").length();
    if (special == location.length()) {
      return List.of();
    }
    String folder = location.substring(0, location.lastIndexOf('/', special) + 1);
    Path start = Path.of(folder.isEmpty() ? "." : folder);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + location);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(start)) {
      return all.map(path -> folder.isEmpty() ? start.relativize(path) : path)
          .filter(matcher::matches)
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new TableException(location + ": cannot be searched: " + e.getMessage());
    }
  }
}
