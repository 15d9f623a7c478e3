package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.files.AtomicFile;
import dev.logistic.text.JdbcAddress;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks, before any work, the files that a command will write: they can be written, each has a
 * path of its own, and none of them is a file that the command reads, which would be lost.
 */
final class OutputFiles {

  private static final List<String> PAGES = List.of(".html", ".htm");

  /** What is read, by the option that names it. */
  private final Map<String, List<String>> read = new LinkedHashMap<>();

  private final List<Path> models = new ArrayList<>();
  private final Map<Path, String> written = new LinkedHashMap<>();

  /** Adds a file, a glob or an address that an option names; null for none. */
  OutputFiles reading(String option, @Nullable Object source) {
    if (source != null && !source.equals(Settings.SYNTHETIC)) {
      read.computeIfAbsent(option, any -> new ArrayList<>()).add(source.toString());
    }
    return this;
  }

  /** Adds the files of a model; null for none. */
  OutputFiles readingModel(@Nullable Path directory) {
    if (directory != null) {
      models.add(directory);
    }
    return this;
  }

  /**
   * Checks a page of HTML; null for none.
   *
   * @throws SettingsException if its name has another ending
   * @throws IOException as {@link #require}
   */
  void requirePage(String option, @Nullable Path file) throws IOException {
    if (file == null) {
      return;
    }
    String name = String.valueOf(file.getFileName());
    String ending = name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
    if (ending.startsWith(".") && !PAGES.contains(ending)) {
      throw new SettingsException(
          "%s writes a page of HTML and must end in .html, was \"%s\"".formatted(option, file));
    }
    require(option, file.toString());
  }

  /**
   * Checks a file that an option names; null for none, and - for stdout.
   *
   * @throws IOException if it cannot be written, or is read or written otherwise
   */
  void require(String option, @Nullable String name) throws IOException {
    if (name == null || name.equals("-")) {
      return;
    }
    Path file = Path.of(name);
    AtomicFile.requireWritable(file);
    String other = written.putIfAbsent(file.toAbsolutePath().normalize(), option);
    if (other != null) {
      throw refused(file, "is the file of " + other, option);
    }
    if (!Files.isRegularFile(file)) {
      return; // a new one, or a device
    }
    for (Map.Entry<String, List<String>> each : read.entrySet()) {
      for (String source : each.getValue()) {
        if (isOf(source, file)) {
          throw refused(file, "is the file of " + each.getKey(), option);
        }
      }
    }
    Path parent = file.toAbsolutePath().getParent();
    for (Path model : models) {
      if (parent != null && Files.isDirectory(model) && Files.isSameFile(parent, model)) {
        throw refused(file, "is a file of the model in " + model, option);
      }
    }
  }

  private static FileSystemException refused(Path file, String reason, String option) {
    return new FileSystemException(
        file.toString(), null, reason + ", and would be replaced: choose another " + option);
  }

  /** Whether a source is the file, or a glob that matches it. */
  private static boolean isOf(String source, Path file) throws IOException {
    if (JdbcAddress.is(source)) {
      return false;
    }
    try {
      Path path = Path.of(source);
      if (Files.exists(path)) {
        return Files.isSameFile(path, file);
      }
      String glob = "glob:" + path.toAbsolutePath().normalize();
      return FileSystems.getDefault()
          .getPathMatcher(glob)
          .matches(file.toAbsolutePath().normalize());
    } catch (InvalidPathException | PatternSyntaxException e) {
      return false; // it cannot be read either
    }
  }
}
