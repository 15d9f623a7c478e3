package dev.logistic.export;

import dev.logistic.export.OnnxGraph.Attribute;
import dev.logistic.schema.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Arithmetic in ONNX, in float64 and of the shapes (n, columns) and (1, columns), as in Java: the
 * logarithm of a negative number is NaN and a division by zero infinite.
 */
final class OnnxNumbers {

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "+", "Add", "-", "Sub", "*", "Mul", "/", "Div", "negate", "Neg", "abs", "Abs", "log",
          "Log", "sqrt", "Sqrt", "exp", "Exp");

  private final OnnxGraph graph;
  private final Map<Expression, String> known = new HashMap<>();

  /** Adds operations to a graph. */
  OnnxNumbers(OnnxGraph graph) {
    this.graph = graph;
  }

  OnnxGraph graph() {
    return graph;
  }

  /** The result of an operation. */
  String of(String operation, String... inputs) {
    return graph.node(operation, operation.toLowerCase(Locale.ROOT), List.of(inputs));
  }

  String number(double value) {
    return graph.number(value);
  }

  /** One number where a condition holds, and another one otherwise. */
  String where(String condition, String then, String otherwise) {
    return of("Where", condition, then, otherwise);
  }

  /** Of conditions 1 where they hold and else 0; of whole numbers themselves. */
  String wide(String wholeOrCondition) {
    return graph.node(
        "Cast", "wide", List.of(wholeOrCondition), new Attribute("to", OnnxGraph.DOUBLE));
  }

  /** Several columns next to each other. */
  String concat(List<String> columns) {
    return columns.size() == 1
        ? columns.get(0)
        : graph.node("Concat", "columns", columns, new Attribute("axis", 1));
  }

  /**
   * The value of an expression.
   *
   * @param cells the number of an input by its place
   */
  String of(Expression expression, IntFunction<String> cells) {
    String existing = known.get(expression);
    if (existing != null) {
      return existing;
    }
    String value = compute(expression, cells);
    known.put(expression, value);
    return value;
  }

  private String compute(Expression expression, IntFunction<String> cells) {
    List<Expression> operands = expression.arguments();
    Integer input = expression.input();
    Double number = expression.number();
    if (operands == null) {
      return input != null ? cells.apply(input) : number(number == null ? Double.NaN : number);
    }
    String operation = String.valueOf(expression.operation());
    String a = of(operands.get(0), cells);
    String kernel = OPERATIONS.get(operation);
    if (operands.size() == 1) {
      return kernel == null ? log1p(a) : of(kernel, a);
    }
    String b = of(operands.get(1), cells);
    return kernel == null ? power(a, b, operands.get(1).number() != null) : of(kernel, a, b);
  }

  /** {@code log(1 + a)} with all digits also where 1 + a is rounded; Kahan's method. */
  private String log1p(String a) {
    String one = number(1);
    String sum = of("Add", a, one);
    String log = of("Log", sum);
    String corrected = of("Mul", of("Div", a, of("Sub", sum, one)), log);
    String large = where(of("Equal", sum, a), log, corrected); // also infinite
    return where(of("Equal", sum, one), a, large);
  }

  /** C has 1 for {@code pow(1, NaN)} and {@code pow(±1, ±infinity)}, and Java NaN. */
  private String power(String a, String b, boolean isFinite) {
    String power = of("Pow", a, b);
    if (isFinite) {
      return power;
    }
    String finite = of("Equal", of("Sub", b, b), number(0));
    String isOne = of("Equal", of("Abs", a), number(1));
    return where(of("And", isOne, of("Not", finite)), number(Double.NaN), power);
  }
}
