package dev.logistic.schema;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number computed from the cells of a row, as {@code model.json} has it. Immutable. For use
 * within this project.
 *
 * <p>Evaluation throws nothing: the logarithm of a negative number is NaN and a division by zero
 * infinite. Callers refuse results that are not finite.
 *
 * @param operation {@code +}, {@code -}, {@code *}, {@code /}, {@code ^}, {@code negate}, {@code
 *     log}, {@code log1p}, {@code sqrt}, {@code exp} or {@code abs}; or null for a cell or a number
 * @param input the place of a cell, from 0; otherwise null
 * @param number a number that is the same for all rows; otherwise null
 * @param arguments of the operation; otherwise null
 */
public record Expression(
    @Nullable String operation,
    @Nullable Integer input,
    @Nullable Double number,
    @Nullable List<Expression> arguments)
    implements Serializable {

  private static final List<String> OF_ONE =
      List.of("negate", "log", "log1p", "sqrt", "exp", "abs");
  private static final List<String> OF_TWO = List.of("+", "-", "*", "/", "^");

  /** A cell. */
  public static Expression cell(int place) {
    return new Expression(null, place, null, null);
  }

  /** A number. */
  public static Expression number(double value) {
    return new Expression(null, null, value, null);
  }

  /** An operation. */
  public static Expression of(String operation, Expression... arguments) {
    return new Expression(operation, null, null, List.of(arguments));
  }

  /**
   * Checks what was read from a file.
   *
   * @param inputs a cell must be of one of these, and not of a text
   * @throws IllegalArgumentException if it is not one of a cell, a number, or an operation with as
   *     many arguments as it needs
   */
  void requireOf(List<Term> inputs) {
    List<Expression> all = arguments == null ? List.of() : arguments;
    boolean isKnown =
        operation == null
            ? number != null
                || (input != null
                    && input >= 0
                    && input < inputs.size()
                    && !(inputs.get(input).ofValues() instanceof LevelsTerm))
            : all.size() == (OF_ONE.contains(operation) ? 1 : OF_TWO.contains(operation) ? 2 : -1);
    if (!isKnown || (operation == null) != all.isEmpty()) {
      throw new IllegalArgumentException(
          "expected the place of a number, a number or an operation, found " + this);
    }
    for (Expression each : all) {
      ModelJson.require("arguments", each).requireOf(inputs);
    }
  }

  /** Adds the places of its cells. */
  void addInputs(Collection<Integer> places) {
    if (input != null) {
      places.add(input);
    }
    if (arguments != null) {
      arguments.forEach(each -> each.addInputs(places));
    }
  }

  /**
   * Evaluates it.
   *
   * @param cells the numbers that {@link #input} counts in
   */
  public double evaluate(double[] cells) {
    List<Expression> operands = arguments;
    if (operands == null) {
      return number != null ? number : input != null ? cells[input] : Double.NaN;
    }
    double a = operands.get(0).evaluate(cells);
    return operands.size() == 1 ? ofOne(a) : ofTwo(a, operands.get(1).evaluate(cells));
  }

  private double ofOne(double a) {
    return switch (String.valueOf(operation)) {
      case "negate" -> -a;
      case "log" -> Math.log(a);
      case "log1p" -> Math.log1p(a);
      case "sqrt" -> Math.sqrt(a);
      case "exp" -> Math.exp(a);
      default -> Math.abs(a);
    };
  }

  private double ofTwo(double a, double b) {
    return switch (String.valueOf(operation)) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      default -> Math.pow(a, b);
    };
  }
}
