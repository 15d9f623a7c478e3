package dev.logistic.score;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.logistic.files.ContentSha256;
import dev.logistic.files.CorruptFileException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What scoring needs of {@code model.json}.
 *
 * @param means one a feature, 0 where they are used as they are
 * @param scales one a feature, 1 where they are used as they are
 * @param paramsSha256 of the parameters that belong to it
 */
record ModelFile(
    List<InputColumn> columns,
    List<String> classes,
    List<Double> means,
    List<Double> scales,
    String paramsSha256) {

  private static final long MAX_BYTES = 1L << 28;
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  /** The file's form; a reader meets null where a field is missing. */
  private record Document(
      int formatVersion,
      @Nullable List<Feature> features,
      @Nullable Scaling standardization,
      @Nullable List<String> classes,
      @Nullable String paramsSha256) {}

  private record Feature(
      @Nullable String name,
      @Nullable String type,
      @Nullable List<String> levels,
      @Nullable List<String> merged,
      @Nullable Double fill) {}

  private record Scaling(@Nullable List<Double> means, @Nullable List<Double> scales) {}

  /**
   * @throws IOException if it cannot be read or is damaged
   */
  static ModelFile read(Path file) throws IOException {
    if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES)) {
      throw new IOException(file + " must be a file of at most " + MAX_BYTES + " bytes");
    }
    try {
      String text = Files.readString(file);
      ContentSha256.check(text);
      Document document = require("format_version", GSON.fromJson(text, Document.class));
      ModelFile model = checked(document);
      ContentSha256.require(document.formatVersion(), text);
      return model;
    } catch (JsonParseException | IllegalArgumentException | CorruptFileException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is damaged: it is not UTF-8", e);
    }
  }

  private static ModelFile checked(Document document) {
    if (document.formatVersion() < 1 || document.formatVersion() > ContentSha256.SINCE_VERSION) {
      throw new IllegalArgumentException(
          "format_version must be 1 or 2, was " + document.formatVersion());
    }
    List<InputColumn> columns =
        require("features", document.features()).stream().map(ModelFile::column).toList();
    List<String> classes = allOf("classes", document.classes());
    if (classes.size() < 2 || new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException(
          "classes must be two or more different texts, was " + classes);
    }
    List<String> features = columns.stream().flatMap(column -> column.features().stream()).toList();
    if (new HashSet<>(features).size() < features.size()) {
      throw new IllegalArgumentException("features must be named differently, was " + features);
    }
    if (features.isEmpty()) {
      throw new IllegalArgumentException("features must be one or more, were none");
    }
    int width = features.size();
    List<Double> means = Collections.nCopies(width, 0.0);
    List<Double> scales = Collections.nCopies(width, 1.0);
    if (document.standardization() != null) {
      means = numbers("means", document.standardization().means(), width);
      scales = numbers("scales", document.standardization().scales(), width);
      if (!scales.stream().allMatch(scale -> scale > 0)) {
        throw new IllegalArgumentException("scales must be above 0, was " + scales);
      }
    }
    return new ModelFile(
        columns, classes, means, scales, require("params_sha256", document.paramsSha256()));
  }

  private static InputColumn column(@Nullable Feature feature) {
    Feature known = require("features", feature);
    String type = require("type", known.type());
    Double fill = known.fill();
    InputColumn column =
        new InputColumn(
            require("name", known.name()),
            Stream.of(InputColumn.Type.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(type))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "type must be number, boolean or text, was \"" + type + "\"")),
            known.levels() == null ? List.of() : allOf("levels", known.levels()),
            known.merged() == null ? List.of() : allOf("merged", known.merged()),
            fill == null ? OptionalDouble.empty() : OptionalDouble.of(fill));
    int levels = column.levels().size();
    boolean text = column.type() == InputColumn.Type.TEXT;
    if (text ? levels < 2 || new HashSet<>(column.levels()).size() < levels : levels > 0) {
      throw new IllegalArgumentException(
          "column \"%s\" of type %s cannot have the levels %s"
              .formatted(column.name(), type, column.levels()));
    }
    requireMerged(column);
    if (fill != null
        && !(text
            ? fill == Math.rint(fill) && fill >= 0 && fill < levels
            : Double.isFinite(fill))) {
      throw new IllegalArgumentException(
          "column \"%s\" cannot be filled with %s".formatted(column.name(), fill));
    }
    return column;
  }

  private static void requireMerged(InputColumn column) {
    List<String> merged = column.merged();
    if (!merged.isEmpty()
        && (column.type() != InputColumn.Type.TEXT
            || new HashSet<>(merged).size() < merged.size()
            || !Collections.disjoint(column.levels(), merged))) {
      throw new IllegalArgumentException(
          "column \"%s\" with the levels %s cannot have the merged levels %s"
              .formatted(column.name(), column.levels(), merged));
    }
  }

  private static List<Double> numbers(String field, @Nullable List<Double> values, int width) {
    List<Double> numbers = allOf(field, values);
    if (numbers.size() != width || !numbers.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "%s must be %d finite numbers, was %s".formatted(field, width, numbers));
    }
    return numbers;
  }

  private static <T> List<T> allOf(String field, @Nullable List<T> values) {
    List<T> all = require(field, values);
    if (all.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("the field " + field + " is missing or null");
    }
    return List.copyOf(all);
  }

  private static <T> T require(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("the field " + field + " is missing or null");
    }
    return value;
  }
}
