package dev.logistic.export;

import dev.logistic.export.OnnxGraph.Attribute;
import dev.logistic.schema.Basis;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.Recurrence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splines, polynomials and bins in ONNX, by the same steps as in {@code schema.Basis}. */
record OnnxBasis(OnnxNumbers numbers) {

  /**
   * The functions of a number.
   *
   * @param x of shape (n, 1)
   * @return of shape (n, functions)
   */
  String of(Basis basis, String x) {
    return basis instanceof PiecewisePolynomial pieces
        ? ofPieces(pieces, x)
        : ofRecurrence((Recurrence) basis, x);
  }

  private String ofRecurrence(Recurrence recurrence, String x) {
    List<String> functions = new ArrayList<>();
    String before = numbers.number(1);
    String current = before;
    for (int k = 0; k < recurrence.width(); k++) {
      double shift = recurrence.shift().get(k);
      double factor = recurrence.factor().get(k);
      double norm = recurrence.norm().get(k);
      String next = shift == 0 ? x : numbers.of("Sub", x, numbers.number(shift));
      if (k > 0) {
        next = numbers.of("Mul", next, current);
        if (factor != 0) {
          next = numbers.of("Sub", next, numbers.of("Mul", numbers.number(factor), before));
        }
      }
      functions.add(norm == 1 ? next : numbers.of("Div", next, numbers.number(norm)));
      before = current;
      current = next;
    }
    return numbers.concat(functions);
  }

  private String ofPieces(PiecewisePolynomial pieces, String x) {
    int order = pieces.order();
    String piece = pieces.breaks().isEmpty() ? null : piece(pieces.breaks(), x);
    String value = coefficients(pieces, order - 1, piece);
    if (order > 1) {
      String t = numbers.of("Sub", x, pick("origins", 1, pieces.origins(), piece));
      for (int power = order - 2; power >= 0; power--) {
        String product = numbers.of("Mul", value, t);
        value = numbers.of("Add", product, coefficients(pieces, power, piece));
      }
    }
    return value;
  }

  /** The place of the piece that each number is in, of shape (n): how many breaks are below it. */
  private String piece(List<Double> breaks, String x) {
    OnnxGraph graph = numbers.graph();
    String isBelow = numbers.of("Less", graph.row("breaks", breaks), x);
    String ones =
        graph.node("Cast", "ones", List.of(isBelow), new Attribute("to", OnnxGraph.INT64));
    return graph.node(
        "ReduceSum",
        "piece",
        List.of(ones, graph.constant("axis", new int[] {1})),
        new Attribute("keepdims", 0));
  }

  private String coefficients(PiecewisePolynomial pieces, int power, @Nullable String piece) {
    double[] own = new double[pieces.origins().size() * pieces.width()];
    for (int i = 0; i < own.length; i++) {
      own[i] = pieces.coefficients().get(i * pieces.order() + power);
    }
    return pick("coefficients", pieces.width(), DoubleList.of(own), piece);
  }

  /** The row of each piece of a matrix; of a single piece, the matrix. */
  private String pick(String name, int columns, List<Double> values, @Nullable String piece) {
    DoubleList own = DoubleList.copyOf(values);
    String matrix =
        numbers.graph().constant(new Tensor(name, true, own.size() / columns, columns, own));
    return piece == null ? matrix : numbers.of("Gather", matrix, piece);
  }
}
