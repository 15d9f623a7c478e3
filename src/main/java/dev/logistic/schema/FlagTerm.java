package dev.logistic.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** True, whose feature is 1, or false, whose feature is 0. */
public record FlagTerm(String column, @Nullable Double fill) implements Term {

  private static final List<String> LEVELS = List.of("false", "true");

  /**
   * Checks the fill.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public FlagTerm {
    NumberTerm.requireFinite(column, fill);
  }

  @Override
  public String type() {
    return "boolean";
  }

  @Override
  public String expected() {
    return "true or false";
  }

  @Override
  public List<String> levels() {
    return LEVELS;
  }

  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    if (value != 0 && value != 1) {
      return Outcome.REFUSED;
    }
    sink.accept(from, value);
    return Outcome.ENCODED;
  }

  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    if (cell instanceof Boolean flag) {
      return encodeNumber(flag ? 1 : 0, from, sink);
    }
    return cell instanceof Number number
        ? encodeNumber(number.doubleValue(), from, sink)
        : Outcome.REFUSED;
  }
}
