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
                .map(term -> formulaTerm(term, card.schema().inputs()))
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

  private static TermJson formulaTerm(Term term, List<Term> inputs) {
    return term instanceof ProductTerm product
        ? new TermJson(
            product.name(),
            product.type(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            product.products(),
            null,
            null,
            null)
        : new TermJson(
            null,
            "input",
            null,
            null,
            null,
            null,
            inputs.indexOf(term),
            null,
            null,
            null,
            null,
            null,
            null);
  }

  private static TermJson term(Term term, int place, SideFileWriter lists) {
    if (term instanceof LevelsTerm text && isLong(text)) {
      lists.texts(place + TermJson.LEVELS, text.levels());
      lists.texts(place + TermJson.MERGED, text.merged());
      lists.texts(place + TermJson.RARE, text.rare());
      return new TermJson(
          text.column(),
          text.type(),
          null,
          null,
          null,
          text.fill(),
          null,
          null,
          ModelJson.LISTS,
          null,
          null,
          null,
          null);
    }
    if (term instanceof TextTerm text) {
      lists.texts(place + TermJson.LEVELS, text.texts());
      lists.numbers(place + TermJson.BUCKETS, text.buckets());
      lists.numbers(place + TermJson.IDF, text.idf());
      return new TermJson(
          text.name(),
          text.type(),
          null,
          null,
          null,
          null,
          null,
          null,
          ModelJson.LISTS,
          null,
          text.column(),
          null,
          text.tokens());
    }
    if (term instanceof IndexedTerm indexed) {
      return new TermJson(
          indexed.prefix(),
          term.type(),
          null,
          null,
          null,
          null,
          indexed.first(),
          indexed.width(),
          null,
          null,
          null,
          null,
          null);
    }
    Term values = term.ofValues();
    return new TermJson(
        values.column(),
        values.type(),
        values instanceof LevelsTerm ? values.levels() : null,
        values.merged().isEmpty() ? null : values.merged(),
        values instanceof LevelsTerm text && !text.rare().isEmpty() ? text.rare() : null,
        values.fill(),
        null,
        null,
        null,
        null,
        term instanceof DateTerm date ? date.column() : null,
        term instanceof DateTerm date ? date.part() : null,
        null);
  }

  private static boolean isLong(LevelsTerm text) {
    return text.levels().size() + text.merged().size() + text.rare().size() > ModelJson.MOST_LISTED;
  }
}
