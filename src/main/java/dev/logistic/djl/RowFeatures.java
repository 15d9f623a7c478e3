package dev.logistic.djl;

import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import dev.logistic.schema.EncodedRow;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Records;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.UnseenTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Combines single rows into one matrix of features, on the scale of the columns, or for models of
 * thousands of features into the features that may differ from 0 and their places.
 */
final class RowFeatures {

  private static final String UNSEEN_TEXTS = "UnseenTexts";

  /** Values of sparse rows that are predicted together, 64 MiB with their places. */
  private static final int MOST_VALUES = 1 << 22;

  private final RowEncoder encoder;
  private final int width;

  RowFeatures(ModelCard card) {
    this.encoder = new RowEncoder(card.schema());
    this.width = card.schema().width();
  }

  /** Whether rows of cells are encoded as the features that may differ from 0. */
  boolean isSparse() {
    return encoder.isSparse();
  }

  /** Features of a row. */
  int width() {
    return width;
  }

  /** The cells of a row by column name. */
  @FunctionalInterface
  interface Cells<I> {
    Map<String, ?> of(I row) throws TranslateException;
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
    double[] values = new double[Math.multiplyExact(rows.size(), width)];
    forEach(
        context,
        rows,
        (row, each, unseen) ->
            System.arraycopy(encoding.encode(each, unseen), 0, values, row * width, width));
    return context.getNDManager().create(values, new Shape(rows.size(), width));
  }

  /**
   * Rows of cells as a block takes them: one matrix, or for models of thousands of features places
   * and values; otherwise as {@link #matrix}.
   */
  <I> NDList ofCells(TranslatorContext context, List<? extends I> rows, Cells<I> cells)
      throws TranslateException {
    if (!encoder.isSparse()) {
      return new NDList(
          this.<I>matrix(context, rows, (row, unseen) -> encoder.encode(cells.of(row), unseen)));
    }
    List<EncodedRow> encoded = new ArrayList<>();
    forEach(
        context,
        rows,
        (row, each, unseen) -> encoded.add(encoder.encodeSparse(cells.of(each), unseen)));
    int most = encoded.stream().mapToInt(row -> row.columns().length).max().orElse(0);
    if ((long) most * rows.size() > MOST_VALUES) {
      throw new TranslateException(
          "there must be at most %d values in rows together, the longest row's times the number of rows, were %d times %d: send fewer rows"
              .formatted(MOST_VALUES, most, rows.size()));
    }
    Shape shape = new Shape(rows.size(), Math.max(1, most));
    long[] places = new long[Math.toIntExact(shape.size())];
    double[] values = new double[places.length];
    for (int row = 0; row < encoded.size(); row++) {
      int from = row * (int) shape.get(1);
      int[] columns = encoded.get(row).columns();
      for (int i = 0; i < columns.length; i++) {
        places[from + i] = columns[i];
        values[from + i] = encoded.get(row).values()[i];
      }
    }
    NDManager manager = context.getNDManager();
    return new NDList(manager.create(places, shape), manager.create(values, shape));
  }

  /** Receives a row with its place. */
  private interface Use<I> {
    void accept(int row, I each, UnseenTexts unseen) throws TranslateException;
  }

  private static <I> void forEach(TranslatorContext context, List<? extends I> rows, Use<I> use)
      throws TranslateException {
    UnseenTexts unseen = new UnseenTexts();
    for (int row = 0; row < rows.size(); row++) {
      try {
        use.accept(row, rows.get(row), unseen);
      } catch (TranslateException | IllegalArgumentException e) {
        throw new TranslateException(
            rows.size() == 1 ? e.getMessage() : "row " + row + ": " + e.getMessage());
      }
    }
    Metrics metrics = context.getMetrics();
    if (metrics != null && unseen.total() > 0) {
      metrics.addMetric(UNSEEN_TEXTS, unseen.total());
    }
  }

  /** Values by column name. */
  static Map<String, ?> ofMap(@Nullable Map<String, ?> row) throws TranslateException {
    if (row == null) {
      throw new TranslateException("there must be a row, was null");
    }
    return row;
  }

  /** A record's components as values by column name. */
  static Map<String, ?> ofRecord(@Nullable Record row) throws TranslateException {
    return ofMap(row == null ? null : Records.cells(row));
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
