package dev.logistic.schema;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.DoubleStream;

/**
 * A list of numbers that needs 8 bytes for each. Immutable.
 *
 * <p>For use within this project.
 */
public final class DoubleList extends AbstractList<Double> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1;

  private static final int SHOWN = 100;

  private final double[] values;

  private DoubleList(double[] values) {
    this.values = values;
  }

  /** Copies numbers, unless they are such a list already. */
  public static DoubleList copyOf(Collection<Double> values) {
    return values instanceof DoubleList same
        ? same
        : new DoubleList(values.stream().mapToDouble(Objects::requireNonNull).toArray());
  }

  /** Copies numbers. */
  public static DoubleList of(double... values) {
    return new DoubleList(values.clone());
  }

  @Override
  public Double get(int place) {
    return values[place];
  }

  @Override
  public int size() {
    return values.length;
  }

  /** The first numbers, and how many more there are. */
  @Override
  public String toString() {
    String first = subList(0, Math.min(SHOWN, values.length)).toString();
    return values.length <= SHOWN ? first : first + " and " + (values.length - SHOWN) + " more";
  }

  /** The numbers in order. */
  public DoubleStream doubles() {
    return DoubleStream.of(values);
  }
}
