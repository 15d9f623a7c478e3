package dev.logistic.schema;

import java.io.Serializable;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * A number computed from the cells of a row. Immutable. For use within this project.
 *
 * <p>Evaluation throws nothing: the logarithm of a negative number is NaN and a division by zero
 * infinite. Callers refuse results that are not finite.
 */
public sealed interface Expression extends Serializable {

  /**
   * Evaluates it.
   *
   * @param cells the numbers that {@link Column#index} counts in
   */
  double evaluate(double[] cells);

  /**
   * A cell.
   *
   * @param index the place of its column, from 0
   */
  record Column(int index) implements Expression {

    @Override
    public double evaluate(double[] cells) {
      return cells[index];
    }
  }

  /** A number that is the same for all rows. */
  record Constant(double value) implements Expression {

    @Override
    public double evaluate(double[] cells) {
      return value;
    }
  }

  /** An operator or function applied to one or two expressions. */
  record Call(Operation operation, List<Expression> arguments) implements Expression {

    /**
     * Checks the number of arguments.
     *
     * @throws IllegalArgumentException if the operation has another number of arguments
     */
    public Call {
      arguments = List.copyOf(arguments);
      if (arguments.size() != operation.arity) {
        throw new IllegalArgumentException(
            "expected %d arguments of %s, found %d"
                .formatted(operation.arity, operation, arguments.size()));
      }
    }

    @Override
    public double evaluate(double[] cells) {
      double first = arguments.get(0).evaluate(cells);
      return operation.function.applyAsDouble(
          first, operation.arity == 1 ? 0 : arguments.get(1).evaluate(cells));
    }
  }

  /** Operators and functions; the second operand of a function is not used. */
  enum Operation {
    /** Sum. */
    ADD(2, Double::sum),
    /** Difference. */
    SUBTRACT(2, (a, b) -> a - b),
    /** Product. */
    MULTIPLY(2, (a, b) -> a * b),
    /** Quotient. */
    DIVIDE(2, (a, b) -> a / b),
    /** Power. */
    POWER(2, Math::pow),
    /** Change of sign. */
    NEGATE(1, (a, none) -> -a),
    /** Natural logarithm. */
    LOG(1, (a, none) -> Math.log(a)),
    /** Natural logarithm of 1 more. */
    LOG1P(1, (a, none) -> Math.log1p(a)),
    /** Square root. */
    SQRT(1, (a, none) -> Math.sqrt(a)),
    /** Exponential function. */
    EXP(1, (a, none) -> Math.exp(a)),
    /** Absolute value. */
    ABS(1, (a, none) -> Math.abs(a));

    private final int arity;

    @SuppressWarnings("ImmutableEnumChecker") // has no state
    private final DoubleBinaryOperator function;

    Operation(int arity, DoubleBinaryOperator function) {
      this.arity = arity;
      this.function = function;
    }

    /** The number of operands, 1 or 2. */
    public int arity() {
      return arity;
    }
  }
}
