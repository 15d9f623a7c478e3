package dev.logistic.effects;

import dev.logistic.schema.Expression;
import java.util.List;

/**
 * A number that is computed from the cells of a row, and its derivative by one of them. The
 * derivative of {@code abs} at 0 is 0, the mean of both sides.
 *
 * @param slope the derivative, which may be infinite or NaN
 */
record ExpressionSlope(double value, double slope) {

  /**
   * Evaluates an expression.
   *
   * @param cells one for each input
   * @param input the place of the cell by which the derivative is
   */
  static ExpressionSlope of(Expression expression, double[] cells, int input) {
    List<Expression> operands = expression.arguments();
    Integer place = expression.input();
    double value = expression.evaluate(cells);
    if (operands == null) {
      return new ExpressionSlope(value, place != null && place == input ? 1 : 0);
    }
    ExpressionSlope a = of(operands.get(0), cells, input);
    ExpressionSlope b =
        operands.size() == 1 ? new ExpressionSlope(0, 0) : of(operands.get(1), cells, input);
    if (a.slope == 0 && b.slope == 0) { // where a factor may be infinite
      return new ExpressionSlope(value, 0);
    }
    return new ExpressionSlope(value, slope(String.valueOf(expression.operation()), a, b, value));
  }

  private static double slope(
      String operation, ExpressionSlope a, ExpressionSlope b, double value) {
    return switch (operation) {
      case "+" -> a.slope + b.slope;
      case "-" -> a.slope - b.slope;
      case "*" -> a.slope * b.value + a.value * b.slope;
      case "/" -> (a.slope - value * b.slope) / b.value;
      case "negate" -> -a.slope;
      case "log" -> a.slope / a.value;
      case "log1p" -> a.slope / (1 + a.value);
      case "sqrt" -> a.slope / (2 * value);
      case "exp" -> a.slope * value;
      case "abs" -> a.slope * Math.signum(a.value);
      case "^" -> power(a, b, value);
      default -> throw new IllegalArgumentException("no derivative of " + operation);
    };
  }

  private static double power(ExpressionSlope a, ExpressionSlope b, double value) {
    double byBase = a.slope == 0 ? 0 : b.value * Math.pow(a.value, b.value - 1) * a.slope;
    double byExponent = b.slope == 0 ? 0 : value * Math.log(a.value) * b.slope;
    return byBase + byExponent;
  }
}
