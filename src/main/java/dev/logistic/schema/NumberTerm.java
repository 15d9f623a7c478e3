package dev.logistic.schema;

import org.jspecify.annotations.Nullable;

/** A finite number, whose feature is the number itself. */
public record NumberTerm(String column, @Nullable Double fill) implements Term {

  /**
   * Checks the fill.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public NumberTerm {
    requireFinite(column, fill);
  }

  /** A number whose missing cells are refused. */
  public NumberTerm(String column) {
    this(column, null);
  }

  static void requireFinite(String column, @Nullable Double fill) {
    if (fill != null && !Double.isFinite(fill)) {
      throw new IllegalArgumentException(
          "column \"%s\" cannot be filled with %s".formatted(column, fill));
    }
  }

  @Override
  public String type() {
    return "number";
  }

  @Override
  public String expected() {
    return "a finite number";
  }

  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    if (!Double.isFinite(value)) {
      return Outcome.REFUSED;
    }
    sink.accept(from, value);
    return Outcome.ENCODED;
  }

  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    return cell instanceof Number number
        ? encodeNumber(number.doubleValue(), from, sink)
        : Outcome.REFUSED;
  }
}
