package dev.logistic.export;

import dev.logistic.export.OnnxGraph.Attribute;
import dev.logistic.schema.Basis;
import dev.logistic.schema.Expression;
import dev.logistic.schema.ProductTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Terms of formulas in ONNX: products of functions and indicators. */
final class OnnxProducts {

  private final OnnxNumbers numbers;
  private final OnnxGraph graph;
  private final OnnxCells cells;
  private final List<String> required = new ArrayList<>();

  /** Computes terms from the cells of the formula's inputs. */
  OnnxProducts(OnnxNumbers numbers, OnnxCells cells) {
    this.numbers = numbers;
    this.graph = numbers.graph();
    this.cells = cells;
  }

  /**
   * Numbers that are NaN or infinite in rows where a function is of such a number, although the
   * features of the term are finite.
   */
  List<String> required() {
    return List.copyOf(required);
  }

  /** The features of a term, of shape (n, features). */
  String of(ProductTerm term) {
    List<String> parts = new ArrayList<>();
    for (List<ProductTerm.Factor> factors : term.products()) {
      parts.add(of(factors));
    }
    return numbers.concat(parts);
  }

  /** The last factor varies slowest; products are computed from it on, as in the encoder. */
  private String of(List<ProductTerm.Factor> factors) {
    int width = 1;
    for (ProductTerm.Factor factor : factors) {
      width = Math.multiplyExact(width, factor.names().size());
    }
    int stride = width;
    String value = null; // the product of the functions
    String indicator = null; // whether all levels are those of the feature
    String seen = null; // whether no text has the level without an indicator
    for (int i = factors.size() - 1; i >= 0; i--) {
      ProductTerm.Factor factor = factors.get(i);
      int size = factor.names().size();
      stride /= size;
      int[] features = features(width, stride, size);
      Integer place = factor.levels();
      if (place != null) {
        int reference = cells.input(place).levels().size() - size;
        indicator = and(indicator, isLevel(cells.of(place), features, reference));
        if (reference > 0) {
          String level = cells.of(place);
          seen = and(seen, numbers.of("Greater", level, graph.constant("reference", 0L)));
        }
      } else {
        String function = function(factor, seen);
        String own = size == 1 ? function : select(function, features);
        value = value == null ? own : numbers.of("Mul", value, own);
      }
    }
    if (indicator == null) {
      return String.valueOf(value);
    }
    return value == null
        ? numbers.wide(indicator)
        : numbers.where(indicator, value, numbers.number(0));
  }

  /** The features of a factor by those of the product. */
  private static int[] features(int width, int stride, int size) {
    int[] features = new int[width];
    Arrays.setAll(features, feature -> feature / stride % size);
    return features;
  }

  private String and(@Nullable String a, String b) {
    return a == null ? b : numbers.of("And", a, b);
  }

  private String isLevel(String level, int[] features, int reference) {
    int[] levels = Arrays.stream(features).map(feature -> feature + reference).toArray();
    return numbers.of("Equal", level, graph.constant("levels", levels));
  }

  private String select(String functions, int[] features) {
    boolean isAll = true;
    for (int i = 0; i < features.length; i++) {
      isAll &= features[i] == i;
    }
    return isAll
        ? functions
        : graph.node(
            "Gather",
            "selected",
            List.of(functions, graph.constant("features", features)),
            new Attribute("axis", 1));
  }

  /**
   * The functions of a factor.
   *
   * @param seen the condition under which their argument must be finite; null for all rows
   */
  private String function(ProductTerm.Factor factor, @Nullable String seen) {
    Expression expression = factor.expression();
    String x =
        numbers.of(expression == null ? Expression.number(Double.NaN) : expression, cells::of);
    Basis basis = factor.basis();
    if (basis == null) {
      return x;
    }
    required.add(seen == null ? x : numbers.where(seen, x, numbers.number(0)));
    return new OnnxBasis(numbers).of(basis, x);
  }
}
