package dev.logistic.djl;

import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Records;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.UnseenTexts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Combines single rows into one matrix of features, on the scale of the columns. */
final class RowFeatures {

  private static final String UNSEEN_TEXTS = "UnseenTexts";

  private final RowEncoder encoder;
  private final int width;

  RowFeatures(ModelCard card) {
    this.encoder = new RowEncoder(card.schema());
    this.width = card.schema().width();
  }

  /** Features of a row. */
  int width() {
    return width;
  }

  /** Encodes a row as features. */
  @FunctionalInterface
  interface Encoding<I> {
    double[] encode(I row, UnseenTexts unseen) throws TranslateException;
  }

  /**
   * Shape (rows, features), float64: the model standardizes before it rounds. Adds the number of
   * texts that the training did not see to the predictor's metrics, if it has any.
   *
   * @throws TranslateException if a row cannot be used; the message names its place, from 0, and
   *     there is no cause: DJL Serving (0.35.0, {@code NettyUtils}) shows clients the last cause's
   *     message alone
   */
  <I> NDArray matrix(TranslatorContext context, List<? extends I> rows, Encoding<I> encoding)
      throws TranslateException {
    UnseenTexts unseen = new UnseenTexts();
    double[] values = new double[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      try {
        System.arraycopy(encoding.encode(rows.get(row), unseen), 0, values, row * width, width);
      } catch (TranslateException | IllegalArgumentException e) {
        throw new TranslateException(
            rows.size() == 1 ? e.getMessage() : "row " + row + ": " + e.getMessage());
      }
    }
    Metrics metrics = context.getMetrics();
    if (metrics != null && unseen.total() > 0) {
      metrics.addMetric(UNSEEN_TEXTS, unseen.total());
    }
    return context.getNDManager().create(values, new Shape(rows.size(), width));
  }

  /** Values by column name. */
  double[] ofMap(@Nullable Map<String, ?> row, UnseenTexts unseen) throws TranslateException {
    if (row == null) {
      throw new TranslateException("there must be a row, was null");
    }
    return encoder.encode(row, unseen);
  }

  /** A record's components as values by column name. */
  double[] ofRecord(@Nullable Record row, UnseenTexts unseen) throws TranslateException {
    return ofMap(row == null ? null : Records.cells(row), unseen);
  }

  /** Features in order, texts as their indicators. */
  double[] ofNumbers(float @Nullable [] row) throws TranslateException {
    if (row == null || row.length != width) {
      throw new TranslateException(
          "there must be %d features, were %s".formatted(width, row == null ? null : row.length));
    }
    double[] features = new double[width];
    for (int i = 0; i < width; i++) {
      if (!Float.isFinite(row[i])) {
        throw new TranslateException("feature " + i + " must be a finite number, was " + row[i]);
      }
      features[i] = row[i];
    }
    return features;
  }
}
