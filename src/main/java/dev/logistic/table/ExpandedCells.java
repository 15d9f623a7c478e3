package dev.logistic.table;

import dev.logistic.schema.Expansion;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the features of a formula from the cells of a table whenever rows are read. Several
 * threads may read.
 */
final class ExpandedCells {

  private final FeatureSchema schema;
  private final Expansion expansion;
  private final int width;
  private final int[] places;
  private final double[] @Nullable [] codes; // by code of a text, the missing cell last
  private final double[] fills;
  private final boolean[] ofMissing;
  private final double greatest;
  private final List<LearnedText> texts; // of the terms of tokens
  private final int[] starts; // the first feature of each term
  private final boolean[] ofText;
  private final int each;

  /** A row for which a term has no value. */
  static final class Undefined extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int row;

    Undefined(int row, String message) {
      super(message);
      this.row = row;
    }

    /** The place of the row among those that were kept. */
    int row() {
      return row;
    }
  }

  /**
   * @param schema of a formula without terms of tokens
   * @param places of the cells of its inputs
   * @param levels of each text column by code
   * @param greatest value that the features' type holds
   */
  ExpandedCells(
      FeatureSchema schema,
      List<Integer> places,
      List<@Nullable List<String>> levels,
      double greatest) {
    this(schema, places, levels, greatest, List.of(), 1);
  }

  /**
   * As above, with terms of tokens.
   *
   * @param texts of these terms, in their order
   * @param each how many rows each text is of
   */
  ExpandedCells(
      FeatureSchema schema,
      List<Integer> places,
      List<@Nullable List<String>> levels,
      double greatest,
      List<LearnedText> texts,
      int each) {
    this.texts = List.copyOf(texts);
    this.each = each;
    this.schema = schema;
    this.expansion = new Expansion(schema);
    this.width = schema.width();
    this.starts = new int[schema.terms().size()];
    this.ofText = new boolean[starts.length];
    for (int i = 0; i < starts.length; i++) {
      ofText[i] = schema.terms().get(i) instanceof TextTerm;
      starts[i] = i == 0 ? 0 : starts[i - 1] + schema.terms().get(i - 1).width();
    }
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.greatest = greatest;
    this.codes = new double[this.places.length][];
    this.fills = new double[this.places.length];
    this.ofMissing = new boolean[this.places.length];
    for (int i = 0; i < this.places.length; i++) {
      Term input = expansion.inputs().get(i);
      List<String> known = levels.get(this.places[i]);
      ofMissing[i] = input instanceof MissingTerm;
      if (input instanceof LevelsTerm && known != null) {
        codes[i] = codes(i, input, known);
      }
      Double fill = input.fill();
      fills[i] = fill == null ? Double.NaN : fill;
    }
  }

  private double[] codes(int i, Term input, List<String> texts) {
    double[] own = new double[texts.size() + 1];
    double[] cells = new double[places.length];
    for (int code = 0; code < texts.size(); code++) {
      input.encode(texts.get(code), 0, expansion.sink(cells, i));
      own[code] = cells[i];
    }
    input.encodeMissing(0, expansion.sink(cells, i));
    own[texts.size()] = cells[i];
    return own;
  }

  /** The number of features. */
  int width() {
    return width;
  }

  /** The medians of the features of numbers in the first rows, and 0 for the others. */
  double[] centres(CellBlocks cells) {
    double[] centres = new double[width];
    CellBlocks.Rows read = cells.rows(0, CellBlocks.TILE_ROWS);
    if (!read.next()) {
      return centres;
    }
    int[] starts = new int[CellBlocks.TILE_ROWS];
    int rows = read.starts(new BitSet(), false, starts);
    double[][] values = new double[width][];
    int at = 0;
    for (Term term : schema.terms()) {
      for (int i = 0; i < term.width() && isOfNumbers(term); i++) {
        values[at + i] = new double[rows];
      }
      at += term.width();
    }
    Reader reader = new Reader();
    for (int i = 0; i < rows; i++) {
      int row = i;
      Term.Sink sink =
          (feature, value) -> {
            if (values[feature] != null) {
              values[feature][row] = value;
            }
          };
      reader.expand(read.cells, starts[i], read.rowAt(starts[i]), sink);
    }
    for (int feature = 0; feature < width; feature++) {
      if (values[feature] != null) {
        Arrays.sort(values[feature]);
        centres[feature] = values[feature][rows / 2];
      }
    }
    return centres;
  }

  /** Computes the features of one row at a time. For one thread. */
  final class Reader {

    private final double[] inputs = new double[places.length];
    private final IntList scratch = new IntList(1 << 10);

    /**
     * Passes the features of a row to a sink, in ascending order and without centres.
     *
     * @param cells of which the row's start at a place
     * @param row its place among those that were kept
     * @throws Undefined if one is not finite, or too large
     */
    void expand(double[] cells, int start, int row, Term.Sink sink) {
      encode(cells, start, inputs);
      Term.Sink checked = (feature, value) -> sink.accept(feature, required(feature, value, row));
      int text = 0;
      try {
        for (int i = 0; i < starts.length; i++) {
          if (ofText[i]) {
            texts.get(text++).encode(row / each, starts[i], checked, scratch);
          } else {
            expansion.expand(i, inputs, starts[i], checked);
          }
        }
      } catch (IllegalArgumentException e) {
        throw new Undefined(row, String.valueOf(e.getMessage()));
      }
    }
  }

  private double required(int feature, double value, int row) {
    if (Math.abs(value) > greatest) {
      throw new Undefined(row, tooLarge(schema.featureNames().get(feature), value));
    }
    return value;
  }

  /** The error of a feature whose value float32 cannot hold. */
  static String tooLarge(String feature, double value) {
    return "\"%s\" is too large for float32, was %s; engine.precision=float64 can hold it"
        .formatted(feature, value);
  }

  private void encode(double[] cells, int from, double[] inputs) {
    for (int i = 0; i < places.length; i++) {
      double cell = cells[from + places[i]];
      boolean missing = Double.isNaN(cell);
      double[] own = codes[i];
      if (ofMissing[i]) {
        inputs[i] = missing ? 1 : 0;
      } else if (own != null) {
        inputs[i] = own[missing ? own.length - 1 : (int) cell];
      } else {
        inputs[i] = missing ? fills[i] : cell;
      }
    }
  }

  /** Whether a term is of a formula and has no indicators. */
  static boolean isOfNumbers(Term term) {
    return term instanceof ProductTerm product
        && product.products().stream()
            .flatMap(List::stream)
            .allMatch(factor -> factor.levels() == null);
  }
}
