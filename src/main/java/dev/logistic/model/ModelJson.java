package dev.logistic.model;

import ai.djl.MalformedModelException;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.logistic.files.ContentSha256;
import dev.logistic.files.CorruptFileException;
import dev.logistic.schema.FeatureColumn;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Standardization;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code model.json}. It is written in format version 2, which has a checksum of itself,
 * {@link ContentSha256}; version 1, which has none, is read too.
 */
record ModelJson(ModelCard card, String paramsSha256) {

  static final String FILE = "model.json";
  private static final int FORMAT_VERSION = ContentSha256.SINCE_VERSION;
  private static final long MAX_BYTES = 1L << 28;
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  /** The file's form; a reader meets null where a field is missing. */
  private record Document(
      int formatVersion,
      @Nullable String contentSha256,
      @Nullable List<Feature> features,
      @Nullable Scaling standardization,
      @Nullable List<String> classes,
      @Nullable Map<String, String> settings,
      @Nullable Long seed,
      @Nullable Engine engine,
      ModelCard.@Nullable TrainingData trainingData,
      @Nullable Map<String, Double> metrics,
      @Nullable StatisticsJson statistics,
      @Nullable String paramsSha256) {}

  /** An input column; levels, merged levels and fill are left out where there are none. */
  private record Feature(
      @Nullable String name,
      @Nullable String type,
      @Nullable List<String> levels,
      @Nullable List<String> merged,
      @Nullable Double fill) {}

  private record Scaling(@Nullable List<Double> means, @Nullable List<Double> scales) {}

  private record Engine(String djl, String pytorch) {}

  static void write(Path directory, ModelCard card, String paramsSha256) throws IOException {
    Document document =
        new Document(
            FORMAT_VERSION,
            "",
            card.schema().columns().stream().map(ModelJson::feature).toList(),
            card.schema()
                .standardization()
                .map(known -> new Scaling(known.means(), known.scales()))
                .orElse(null),
            card.classes(),
            card.settings(),
            card.seed(),
            new Engine(card.djlVersion(), card.pytorchVersion()),
            card.trainingData(),
            card.metrics(),
            StatisticsJson.of(card.statistics()),
            paramsSha256);
    Files.writeString(directory.resolve(FILE), ContentSha256.sealed(GSON.toJson(document) + "\n"));
  }

  private static Feature feature(FeatureColumn column) {
    OptionalDouble fill = column.fill();
    return new Feature(
        column.name(),
        column.type().name().toLowerCase(Locale.ROOT),
        column.levels().isEmpty() ? null : column.levels(),
        column.merged().isEmpty() ? null : column.merged(),
        fill.isPresent() ? fill.getAsDouble() : null);
  }

  static ModelJson read(Path directory) throws IOException, MalformedModelException {
    Path file = directory.resolve(FILE);
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString(), null, "no such model directory");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "not a model directory, it has no model.json");
    }
    ModelDirectory.requireFile(file);
    if (Files.size(file) > MAX_BYTES) {
      throw new MalformedModelException(
          "%s is damaged: it must have at most %d bytes, had %d"
              .formatted(file, MAX_BYTES, Files.size(file)));
    }
    String text;
    Document document;
    try {
      text = Files.readString(file);
      ContentSha256.check(text);
      document = GSON.fromJson(text, Document.class);
    } catch (JsonParseException | IllegalArgumentException | CorruptFileException e) {
      throw new MalformedModelException(file + " is damaged: " + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(file + " is damaged: it is not UTF-8", e);
    }
    if (document == null) {
      throw new MalformedModelException(file + " is damaged: it is empty");
    }
    if (document.formatVersion() < 1 || document.formatVersion() > FORMAT_VERSION) {
      throw new MalformedModelException(
          file + ": format_version must be 1 or 2, was " + document.formatVersion());
    }
    try {
      ContentSha256.require(document.formatVersion(), text);
    } catch (CorruptFileException e) {
      throw new MalformedModelException(file + " is damaged: " + e.getMessage(), e);
    }
    return checked(file, document);
  }

  private static ModelJson checked(Path file, Document document) throws MalformedModelException {
    Engine engine = require(file, "engine", document.engine());
    ModelCard.TrainingData data = require(file, "training_data", document.trainingData());
    List<String> classes = require(file, "classes", document.classes());
    Map<String, String> settings = require(file, "settings", document.settings());
    Map<String, Double> metrics = require(file, "metrics", document.metrics());
    requireAll(file, "classes", classes);
    requireAll(file, "settings", settings.values());
    requireAll(file, "metrics", metrics.values());
    try {
      ModelCard card =
          new ModelCard(
              schema(file, document),
              classes,
              settings,
              require(file, "seed", document.seed()),
              require(file, "djl", engine.djl()),
              require(file, "pytorch", engine.pytorch()),
              new ModelCard.TrainingData(
                  data.rows(), require(file, "fingerprint", data.fingerprint())),
              metrics,
              StatisticsJson.read(document.statistics(), data.rows()));
      return new ModelJson(card, require(file, "params_sha256", document.paramsSha256()));
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static FeatureSchema schema(Path file, Document document) throws MalformedModelException {
    List<FeatureColumn> columns = new ArrayList<>();
    for (Feature feature : require(file, "features", document.features())) {
      columns.add(column(file, require(file, "features", feature)));
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("features must be one or more, were none");
    }
    Scaling scaling = document.standardization();
    return new FeatureSchema(
        columns,
        scaling == null
            ? Optional.empty()
            : Optional.of(
                new Standardization(
                    allOf(file, "means", scaling.means()),
                    allOf(file, "scales", scaling.scales()))));
  }

  private static FeatureColumn column(Path file, Feature feature) throws MalformedModelException {
    String type = require(file, "type", feature.type());
    Double fill = feature.fill();
    return new FeatureColumn(
        require(file, "name", feature.name()),
        Arrays.stream(FeatureColumn.Type.values())
            .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(type))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "type must be number, boolean or text, was \"" + type + "\"")),
        feature.levels() == null ? List.of() : allOf(file, "levels", feature.levels()),
        feature.merged() == null ? List.of() : allOf(file, "merged", feature.merged()),
        fill == null ? OptionalDouble.empty() : OptionalDouble.of(fill));
  }

  private static <T> List<T> allOf(Path file, String field, @Nullable List<T> values)
      throws MalformedModelException {
    List<T> all = require(file, field, values);
    requireAll(file, field, all);
    return all;
  }

  private static void requireAll(Path file, String field, Collection<?> values)
      throws MalformedModelException {
    for (Object value : values) {
      require(file, field, value);
    }
  }

  private static <T> T require(Path file, String field, @Nullable T value)
      throws MalformedModelException {
    if (value == null) {
      throw new MalformedModelException(
          file + " is damaged: the field " + field + " is missing or null");
    }
    return value;
  }
}
