package dev.logistic.export;

import dev.logistic.schema.Expression;
import dev.logistic.schema.MissingTerm;
import java.util.List;

/**
 * The expressions of formulas as SQL. No operation raises an error. A result that is not finite, or
 * whose absolute value exceeds {@link #LARGEST}, is NULL, as is every result that is computed from
 * it; in SQLite it may be infinite, as in IEEE 754.
 */
record SqlArithmetic(SqlDialect dialect) {

  /** Sums of so large numbers do not overflow. */
  static final double LARGEST = 1e300;

  private static final double SMALLEST = 1e-307; // smaller results may be 0
  private static final double LOG_OF_LARGEST = Math.log(LARGEST);
  private static final double LOG_OF_SMALLEST = Math.log(SMALLEST);

  /**
   * An expression of the cells of inputs.
   *
   * @throws IllegalArgumentException if it has a number above {@link #LARGEST} or is too long
   */
  String of(Expression expression, List<SqlInput> inputs) {
    List<Expression> operands = expression.arguments();
    Integer input = expression.input();
    if (operands == null) {
      return input == null ? literal(expression) : cell(inputs.get(input));
    }
    String a = of(operands.get(0), inputs);
    String operation = String.valueOf(expression.operation());
    return SqlLength.require(
        operands.size() == 1
            ? ofOne(operation, a)
            : ofTwo(operation, a, of(operands.get(1), inputs)));
  }

  private String literal(Expression expression) {
    Double number = expression.number();
    if (number == null || !(Math.abs(number) <= LARGEST)) {
      throw new IllegalArgumentException(
          "SQL can hold numbers up to %s in formulas, and the model has %s"
              .formatted(LARGEST, number));
    }
    return dialect.number(number);
  }

  private static String cell(SqlInput input) {
    return input.term() instanceof MissingTerm ? input.byMissing(1, 0) : input.number();
  }

  private String ofOne(String operation, String a) {
    return switch (operation) {
      case "negate" -> "(-%s)".formatted(a);
      case "abs" -> "ABS(%s)".formatted(a);
      case "log" -> where(a + " > " + dialect.number(0), "LN(%s)".formatted(a));
      case "sqrt" -> where(a + " >= " + dialect.number(0), "SQRT(%s)".formatted(a));
      case "log1p" -> log1p(a);
      case "exp" -> exp(a);
      default -> throw new IllegalArgumentException("SQL has no function " + operation);
    };
  }

  /** A function that raises an error unless a condition holds. */
  private String where(String condition, String function) {
    return dialect.raisesErrors()
        ? "(CASE WHEN %s THEN %s END)".formatted(condition, function)
        : function;
  }

  private String ofTwo(String operation, String a, String b) {
    return switch (operation) {
      case "+", "-" -> "(%s %s %s)".formatted(a, operation, b);
      case "*" -> times(a, b);
      case "/" -> quotient(a, b);
      case "^" -> power(a, b);
      default -> throw new IllegalArgumentException("SQL has no operation " + operation);
    };
  }

  /** {@code log(1 + a)} with all digits also where 1 + a is rounded; Kahan's method. */
  private String log1p(String a) {
    String one = dialect.number(1);
    String sum = one + " + " + a;
    String undefined =
        dialect.raisesErrors() ? " WHEN %s <= %s THEN NULL".formatted(sum, dialect.number(0)) : "";
    return "CASE%1$s WHEN %2$s <> %3$s THEN %4$s / (%2$s - %3$s) * LN(%2$s) ELSE %4$s END"
        .formatted(undefined, sum, one, a);
  }

  private String exp(String a) {
    if (!dialect.raisesErrors()) {
      return "EXP(%s)".formatted(a);
    }
    return "(CASE WHEN %1$s > %2$s THEN NULL WHEN %1$s < %3$s THEN %4$s ELSE EXP(%1$s) END)"
        .formatted(
            a, dialect.number(LOG_OF_LARGEST), dialect.number(LOG_OF_SMALLEST), dialect.number(0));
  }

  /** The product of two numbers. */
  String times(String a, String b) {
    if (!dialect.raisesErrors()) {
      return bounded(a, b);
    }
    return "(CASE WHEN ABS(%1$s) > %3$s / %4$s THEN NULL ELSE %2$s END)"
        .formatted(a, bounded(a, b), dialect.number(LARGEST), atLeastOne(b));
  }

  /** The product of two numbers that does not exceed {@link #LARGEST}. */
  String bounded(String a, String b) {
    String product = "%s * %s".formatted(a, b);
    if (!dialect.refusesUnderflow()) {
      return "(" + product + ")";
    }
    String divisor =
        dialect.least(
            dialect.number(1),
            dialect.greatest("ABS(%s), %s".formatted(b, dialect.number(SMALLEST))));
    return SqlLength.require(
        "(CASE WHEN ABS(%s) < %s AND ABS(%s) < %s / %s THEN %s ELSE %s END)"
            .formatted(
                b,
                dialect.number(1),
                a,
                dialect.number(SMALLEST),
                divisor,
                dialect.number(0),
                product));
  }

  private String atLeastOne(String x) {
    return dialect.greatest("%s, ABS(%s)".formatted(dialect.number(1), x));
  }

  private String quotient(String a, String b) {
    if (!dialect.raisesErrors()) {
      return "(%s / %s)".formatted(a, b);
    }
    String most =
        "%s * %s"
            .formatted(dialect.number(LARGEST), dialect.least(dialect.number(1), "ABS(" + b + ")"));
    String isSmall =
        dialect.refusesUnderflow()
            ? " WHEN ABS(%s) > %s AND ABS(%s) < %s * %s THEN %s"
                .formatted(
                    b,
                    dialect.number(1),
                    a,
                    dialect.number(SMALLEST),
                    atLeastOne(b),
                    dialect.number(0))
            : "";
    return "(CASE WHEN %2$s = %3$s OR ABS(%1$s) > %4$s THEN NULL%5$s ELSE %1$s / %2$s END)"
        .formatted(a, b, dialect.number(0), most, isSmall);
  }

  private String power(String a, String b) {
    if (!dialect.raisesErrors()) {
      return "POWER(%s, %s)".formatted(a, b);
    }
    String log = times("LN(ABS(%s))".formatted(a), b); // of the absolute value of the result
    String zero = dialect.number(0);
    return ("(CASE WHEN %1$s = %3$s"
            + " THEN CASE WHEN %2$s > %3$s THEN %3$s WHEN %2$s = %3$s THEN %4$s END"
            + " WHEN %1$s < %3$s AND %2$s <> FLOOR(%2$s) THEN NULL"
            + " WHEN %5$s < %6$s THEN %3$s WHEN %5$s <= %7$s THEN POWER(%1$s, %2$s) END)")
        .formatted(
            a,
            b,
            zero,
            dialect.number(1),
            log,
            dialect.number(LOG_OF_SMALLEST),
            dialect.number(LOG_OF_LARGEST));
  }
}
