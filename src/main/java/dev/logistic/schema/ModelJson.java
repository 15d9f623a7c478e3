package dev.logistic.schema;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import dev.logistic.files.ContentSha256;
import dev.logistic.files.CorruptFileException;
import dev.logistic.files.ParamsFile;
import dev.logistic.files.Sha256;
import dev.logistic.files.SideFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code model.json}. It is written in format version 2, which contains its own checksum,
 * {@link ContentSha256}; version 1, which has none, can be read too. Where it would have lists of
 * more than {@link #MOST_LISTED} levels, means and scales, these are in a {@link SideFile} next to
 * it, and it is written in version 3, which has the names and checksums of such files. With the
 * terms of a formula, or a threshold other than 0.5, it is written in version 4, so that earlier
 * programs, which would ignore these, refuse it. Scoring needs only the schema, the classes, the
 * threshold and the checksum, and so reads a file without the rest.
 *
 * <p>For use within this project.
 */
public final class ModelJson {

  /** The name of the file in a model directory. */
  public static final String FILE = "model.json";

  /** The side file of levels, means and scales. */
  static final String LISTS = "features.bin";

  /** Lists of more elements are in a side file. */
  static final int MOST_LISTED = 1_000;

  private static final Pattern SIDE_FILE = Pattern.compile("[a-z0-9-]+\\.bin");
  static final String MEANS = "means";
  static final String SCALES = "scales";
  private static final long MAX_BYTES = 1L << 28;
  static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  /**
   * The file's fields; after reading, null where a field is missing. Objects that scoring does not
   * need are left to {@link ModelCardJson}, whose classes a scorer does not have.
   */
  record Document(
      int formatVersion,
      @Nullable String contentSha256,
      @Nullable List<TermJson> features,
      @Nullable List<TermJson> terms,
      @Nullable Scaling standardization,
      @Nullable List<String> classes,
      @Nullable Double threshold,
      @Nullable Map<String, String> settings,
      @Nullable Long seed,
      @Nullable JsonElement engine,
      @Nullable JsonElement trainingData,
      @Nullable Map<String, Double> metrics,
      @Nullable JsonElement statistics,
      @Nullable List<Side> sideFiles,
      @Nullable String covarianceSha256,
      @Nullable String paramsSha256) {}

  record Scaling(
      @Nullable List<Double> means, @Nullable List<Double> scales, @Nullable String sideFile) {

    Standardization standardization(Map<String, SideFile> sides) {
      if (sideFile == null) {
        return new Standardization(allOf(MEANS, means), allOf(SCALES, scales));
      }
      SideFile lists = require("side_files: " + sideFile, sides.get(sideFile));
      return new Standardization(
          DoubleList.of(lists.numbers(MEANS)), DoubleList.of(lists.numbers(SCALES)));
    }
  }

  record Side(@Nullable String name, @Nullable String sha256) {}

  private final Path file;
  private final Document document;
  private final FeatureSchema schema;
  private final List<String> classes;
  private final double threshold;
  private final String paramsSha256;

  private ModelJson(Path file, Document document, Map<String, SideFile> sides) {
    this.file = file;
    this.document = document;
    this.schema = schema(document, sides);
    this.classes = distinct(allOf("classes", document.classes()));
    Double stated = document.threshold();
    this.threshold =
        requireThreshold(stated == null ? ClassProbabilities.EVEN : stated, this.classes);
    this.paramsSha256 = require("params_sha256", document.paramsSha256());
  }

  /**
   * Checks that a model may be in a directory.
   *
   * @throws NoSuchFileException if there is none
   * @throws FileSystemException if it is a file
   */
  public static void requireDirectory(Path directory) throws FileSystemException {
    if (Files.notExists(directory)) {
      throw new NoSuchFileException(
          directory.toString(), null, "no such model directory; name one that a training saved");
    }
    if (!Files.isDirectory(directory)) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "expected a model directory, found a file; name the directory that holds model.json");
    }
  }

  /** How input columns become features. */
  public FeatureSchema schema() {
    return schema;
  }

  /** The negative class and the positive one, or three and more, as text. */
  public List<String> classes() {
    return classes;
  }

  /**
   * The smallest probability at which the positive class of two is predicted; 0.5 if not stated.
   */
  public double threshold() {
    return threshold;
  }

  /** The SHA-256 of the parameters that belong to it. */
  public String paramsSha256() {
    return paramsSha256;
  }

  /**
   * Reads the parameters that belong to it, after comparing their checksum.
   *
   * @param params the file {@link ParamsFile#FILE} next to it
   * @throws java.nio.file.NoSuchFileException if it is absent
   * @throws CorruptFileException naming the file if it is damaged or of another model
   * @throws IOException if it cannot be read
   */
  public ParamsFile.Values params(Path params) throws IOException {
    if (Files.exists(params) && !Files.isRegularFile(params)) { // a device might never end
      throw new CorruptFileException(params + " is damaged: it must be a file");
    }
    String found = Sha256.of(params);
    if (!found.equals(paramsSha256)) {
      throw new CorruptFileException(
          "%s is damaged: its SHA-256 must be %s as model.json says, was %s"
              .formatted(params, paramsSha256, found));
    }
    return ParamsFile.read(params, schema.width(), ClassProbabilities.outputs(classes.size()));
  }

  /** The names of the side files, which lie next to it. */
  public List<String> sideFiles() {
    List<String> names = new ArrayList<>();
    for (Side side : sides(document)) {
      names.add(require("name", side.name()));
    }
    return names;
  }

  /** The SHA-256 of the covariance of the coefficients; empty if it was saved without one. */
  public Optional<String> covarianceSha256() {
    return Optional.ofNullable(document.covarianceSha256());
  }

  /**
   * Reads the file, and its side files after comparing their checksums.
   *
   * @throws NoSuchFileException if a file is absent
   * @throws CorruptFileException naming the file that is damaged or of an unknown version
   * @throws IOException if one cannot be read
   */
  public static ModelJson read(Path file) throws IOException {
    Document document = document(file);
    Map<String, SideFile> sides = new HashMap<>();
    try {
      for (Side side : sides(document)) {
        String name = require("name", side.name());
        if (!SIDE_FILE.matcher(name).matches()) {
          throw new IllegalArgumentException("a side file cannot have the name \"" + name + "\"");
        }
        String sha256 = require("sha256", side.sha256());
        sides.put(name, SideFile.read(file.resolveSibling(name), sha256));
      }
      return new ModelJson(file, document, sides);
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  private static List<Side> sides(Document document) {
    List<Side> sides = document.sideFiles();
    return sides == null ? List.of() : allOf("side_files", sides);
  }

  private static Document document(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CorruptFileException(file + " is damaged: it must be a file");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new CorruptFileException(
          "%s is damaged: it must have at most %d bytes, had %d"
              .formatted(file, MAX_BYTES, Files.size(file)));
    }
    int version;
    try {
      String text = Files.readString(file);
      ContentSha256.check(text);
      Document document = GSON.fromJson(text, Document.class);
      if (document == null) {
        throw new CorruptFileException("it is empty");
      }
      version = document.formatVersion();
      if (version >= 1 && version <= ContentSha256.LAST_VERSION) {
        ContentSha256.require(version, text);
        return document;
      }
    } catch (JsonParseException | IllegalArgumentException | CorruptFileException e) {
      throw damaged(file, e);
    } catch (CharacterCodingException e) {
      throw new CorruptFileException(file + " is damaged: it is not UTF-8", e);
    }
    throw new CorruptFileException(
        "%s: format_version must be from 1 to %d, was %d"
            .formatted(file, ContentSha256.LAST_VERSION, version));
  }

  Document document() {
    return document;
  }

  /** Returns the error of a file with a part that is missing or cannot be used. */
  CorruptFileException damaged(Exception reason) {
    return damaged(file, reason);
  }

  private static CorruptFileException damaged(Path file, Exception reason) {
    return new CorruptFileException(file + " is damaged: " + reason.getMessage(), reason);
  }

  static List<String> distinct(List<String> classes) {
    if (classes.size() < 2 || new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException(
          "classes must be two or more distinct names, was " + classes);
    }
    return List.copyOf(classes);
  }

  static double requireThreshold(double threshold, List<String> classes) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold must be from 0 to 1, was " + threshold);
    }
    if (classes.size() > 2 && threshold != ClassProbabilities.EVEN) {
      throw new IllegalArgumentException(
          "a threshold is for two classes, found %s and %d classes"
              .formatted(threshold, classes.size()));
    }
    return threshold;
  }

  private static FeatureSchema schema(Document document, Map<String, SideFile> sides) {
    List<Term> terms = new ArrayList<>();
    for (TermJson feature : allOf("features", document.features())) {
      terms.add(feature.term(terms.size(), sides));
    }
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("expected at least one feature, found none");
    }
    Scaling scaling = document.standardization();
    FeatureSchema plain =
        new FeatureSchema(
            document.terms() == null ? terms : ofFormula(allOf("terms", document.terms()), terms),
            Optional.empty());
    if (scaling == null) {
      return plain;
    }
    int unscaled = plain.width() - plain.scaledWidth();
    return new FeatureSchema(
        plain.terms(), Optional.of(scaling.standardization(sides).extended(unscaled)));
  }

  private static List<Term> ofFormula(List<TermJson> formula, List<Term> inputs) {
    int ofProducts = inputs.size();
    for (TermJson term : formula) {
      ofProducts -= term.products == null ? 1 : 0;
    }
    if (ofProducts < 0) {
      throw new IllegalArgumentException("expected an input for each term, found fewer");
    }
    List<Term> terms = new ArrayList<>();
    for (TermJson term : formula) {
      terms.add(term.ofFormula(inputs, ofProducts));
    }
    return terms;
  }

  static <T> List<T> allOf(String field, @Nullable List<T> values) {
    List<T> all = require(field, values);
    requireAll(field, all);
    return all;
  }

  static void requireAll(String field, Collection<?> values) {
    for (Object value : values) {
      require(field, value);
    }
  }

  static <T> T require(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("the field " + field + " is missing or null");
    }
    return value;
  }
}
