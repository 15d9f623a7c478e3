package dev.logistic.serve;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a directory with its files from what was or will be at the same path, without
 * reading the files: by their identities, sizes and times of modification.
 *
 * @param files by name, with the directory itself as {@code .}; empty where nothing can be read
 */
record DirectoryMark(Map<String, FileMark> files) {

  /**
   * One file.
   *
   * @param key of the file system; null where it has none
   */
  record FileMark(@Nullable Object key, long size, FileTime modified) {

    private static FileMark of(Path file) throws IOException {
      BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileMark(known.fileKey(), known.size(), known.lastModifiedTime());
    }
  }

  static DirectoryMark of(Path directory) {
    Map<String, FileMark> files = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      files.put(".", FileMark.of(directory));
      for (Path file : all) {
        files.put(file.getFileName().toString(), FileMark.of(file));
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return new DirectoryMark(Map.of()); // absent, or being replaced: the next look decides
    }
    return new DirectoryMark(files);
  }
}
