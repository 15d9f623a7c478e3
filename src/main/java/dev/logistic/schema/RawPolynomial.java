package dev.logistic.schema;

import static dev.logistic.schema.BasisNumbers.list;
import static dev.logistic.schema.BasisNumbers.require;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The powers x, x^2, ..., as R's {@code poly(x, d, raw = TRUE)}. For use within this project. */
public final class RawPolynomial implements Basis {

  static final String TYPE = "raw-poly";

  private static final long serialVersionUID = 1;

  private final int degree;

  /**
   * Creates a basis.
   *
   * @throws IllegalArgumentException if the degree is less than 1
   */
  public RawPolynomial(int degree) {
    require(degree >= 1, "expected a degree from 1, found %d", degree);
    this.degree = degree;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int width() {
    return degree;
  }

  @Override
  public void evaluate(double x, double[] out, int from) {
    double power = 1;
    for (int k = 0; k < degree; k++) {
      power *= x;
      out[from + k] = power;
    }
  }

  @Override
  public Map<String, List<Double>> numbers() {
    return Map.of("degree", list(degree));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return BasisNumbers.same(this, other);
  }

  @Override
  public int hashCode() {
    return BasisNumbers.hash(this);
  }

  @Override
  public String toString() {
    return BasisNumbers.text(this);
  }
}
