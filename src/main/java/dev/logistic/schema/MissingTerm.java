package dev.logistic.schema;

import org.jspecify.annotations.Nullable;

/**
 * Whether the cell of a column is missing: 1 if so, else 0. Another term of the column encodes its
 * values.
 *
 * @param ofText whether the values are texts
 */
public record MissingTerm(String column, boolean ofText) implements Term {

  @Override
  public String name() {
    return column + "=missing";
  }

  @Override
  public String type() {
    return ofText ? "missing-text" : "missing-number";
  }

  @Override
  public boolean readsText() {
    return ofText;
  }

  @Override
  public String expected() {
    return "any value";
  }

  @Override
  public @Nullable Double fill() {
    return null;
  }

  @Override
  public String featureName(int feature) {
    return name();
  }

  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    return Outcome.ENCODED;
  }

  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    return Outcome.ENCODED;
  }

  @Override
  public Outcome encodeMissing(int from, Sink sink) {
    sink.accept(from, 1);
    return Outcome.ENCODED;
  }
}
