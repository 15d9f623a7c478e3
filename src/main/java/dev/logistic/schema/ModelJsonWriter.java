package dev.logistic.schema;

import com.google.gson.JsonElement;
import dev.logistic.files.ContentSha256;
import dev.logistic.files.SideFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what {@link ModelJson} reads. For use within this project. */
public final class ModelJsonWriter {

  private static final int PLAIN_VERSION = 2;
  private static final int SIDE_FILES_VERSION = 3;
  private static final int FORMULA_OR_THRESHOLD_VERSION = ContentSha256.LAST_VERSION;

  private ModelJsonWriter() {}

  /**
   * Writes the file, and side files next to it.
   *
   * @param covarianceSha256 of the file with the covariance of the coefficients, if there is one
   * @throws IOException if one cannot be written
   */
  public static void write(
      Path file, ModelCard card, String paramsSha256, Optional<String> covarianceSha256)
      throws IOException {
    SideFileWriter lists = new SideFileWriter();
    List<TermJson> features = new ArrayList<>();
    for (Term term : card.schema().inputs()) {
      features.add(term(term, features.size(), lists));
    }
    ModelJson.Scaling scaling =
        card.schema()
            .standardization()
            .map(known -> scaling(known, card.schema().scaledWidth(), lists))
            .orElse(null);
    List<ModelJson.Side> sides = new ArrayList<>();
    if (!lists.isEmpty()) {
      String sha256 = lists.write(file.resolveSibling(ModelJson.LISTS));
      sides.add(new ModelJson.Side(ModelJson.LISTS, sha256));
    }
    List<TermJson> formula =
        card.schema().isOfFormula()
            ? card.schema().terms().stream()
                .map(term -> termOfFormula(term, card.schema().inputs()))
                .toList()
            : null;
    Double threshold = card.threshold() == ClassProbabilities.EVEN ? null : card.threshold();
    int version = sides.isEmpty() ? PLAIN_VERSION : SIDE_FILES_VERSION;
    ModelJson.Document document =
        new ModelJson.Document(
            formula == null && threshold == null ? version : FORMULA_OR_THRESHOLD_VERSION,
            "",
            features,
            formula,
            scaling,
            card.classes(),
            threshold,
            card.settings(),
            card.seed(),
            tree(new ModelCardJson.Engine(card.djlVersion(), card.pytorchVersion())),
            tree(card.trainingData()),
            card.metrics(),
            tree(StatisticsJson.of(card.statistics())),
            sides.isEmpty() ? null : sides,
            covarianceSha256.orElse(null),
            paramsSha256);
    Files.writeString(file, ContentSha256.sealed(ModelJson.GSON.toJson(document) + "\n"));
  }

  private static @Nullable JsonElement tree(@Nullable Object part) {
    return part == null ? null : ModelJson.GSON.toJsonTree(part);
  }

  private static ModelJson.Scaling scaling(Standardization known, int width, SideFileWriter lists) {
    List<Double> means = known.means().subList(0, width);
    List<Double> scales = known.scales().subList(0, width);
    if (width <= ModelJson.MOST_LISTED) {
      return new ModelJson.Scaling(means, scales, null);
    }
    lists.numbers(ModelJson.MEANS, means);
    lists.numbers(ModelJson.SCALES, scales);
    return new ModelJson.Scaling(null, null, ModelJson.LISTS);
  }

  /**
   * Describes what encodes a column.
   *
   * @param place of the term, from 0
   * @param lists receives long lists for the side file
   */
  private static TermJson term(Term term, int place, SideFileWriter lists) {
    Term values = term.ofValues();
    TermJson json = new TermJson();
    json.name = values.column();
    json.type = values.type();
    json.fill = values.fill();
    if (values instanceof TextTerm text) {
      lists.texts(place + TermJson.LEVELS, text.texts());
      lists.numbers(place + TermJson.BUCKETS, text.buckets());
      lists.numbers(place + TermJson.IDF, text.idf());
      json.name = text.name();
      json.sideFile = ModelJson.LISTS;
      json.column = text.column();
      json.tokens = text.tokens();
    } else if (values instanceof IndexedTerm indexed) {
      json.name = indexed.prefix();
      json.first = indexed.first();
      json.width = indexed.width();
    } else if (values instanceof LevelsTerm text && isLong(text)) {
      lists.texts(place + TermJson.LEVELS, text.levels());
      lists.texts(place + TermJson.MERGED, text.merged());
      lists.texts(place + TermJson.RARE, text.rare());
      json.sideFile = ModelJson.LISTS;
    } else if (values instanceof LevelsTerm text) {
      json.levels = text.levels();
      json.merged = text.merged().isEmpty() ? null : text.merged();
      json.rare = text.rare().isEmpty() ? null : text.rare();
    }
    if (term instanceof DateTerm date) {
      json.column = date.column();
      json.part = date.part();
    }
    return json;
  }

  private static boolean isLong(LevelsTerm text) {
    return text.levels().size() + text.merged().size() + text.rare().size() > ModelJson.MOST_LISTED;
  }

  /**
   * Describes a term of a formula: products of factors, or an input, as an offset is.
   *
   * @param inputs what encodes the columns
   */
  private static TermJson termOfFormula(Term term, List<Term> inputs) {
    TermJson json = new TermJson();
    if (term instanceof ProductTerm product) {
      json.name = product.name();
      json.type = product.type();
      json.products = product.products();
    } else {
      json.type = "input";
      json.first = inputs.indexOf(term);
    }
    return json;
  }
}
