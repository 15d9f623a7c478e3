package dev.logistic.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Named arrays of float64, which represents float32 without loss, and named texts. Values are
 * checked when read, as they may come from a file. For one thread.
 */
public final class State {

  private final Map<String, double[]> arrays = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  /** Empty. */
  public State() {}

  /** Stores an array, which is not copied, or a number. */
  public void put(String name, double... values) {
    arrays.put(name, values);
  }

  /** Stores a whole number; those beyond 2^53 are rounded. */
  public void put(String name, long count) {
    put(name, (double) count);
  }

  /** Puts a text. */
  public void put(String name, String text) {
    texts.put(name, text);
  }

  /**
   * Returns an array; not copied.
   *
   * @throws CheckpointException if there is none
   */
  public double[] array(String name) {
    double[] array = arrays.get(name);
    if (array == null) {
      throw new CheckpointException("the checkpoint has no " + name);
    }
    return array;
  }

  /**
   * Returns an array of that length; not copied.
   *
   * @throws CheckpointException if there is none, or its length differs
   */
  public double[] array(String name, int length) {
    double[] array = array(name);
    if (array.length != length) {
      throw new CheckpointException(
          "the checkpoint's %s must have %d values, was %d".formatted(name, length, array.length));
    }
    return array;
  }

  /**
   * A number.
   *
   * @throws CheckpointException if there is none of that name
   */
  public double number(String name) {
    return array(name, 1)[0];
  }

  /**
   * Returns a whole number of at least 0.
   *
   * @throws CheckpointException if there is none of that name, or it is not a whole number up to
   *     {@code most}
   */
  public long count(String name, long most) {
    double number = number(name);
    if (!(number >= 0 && number <= most && number == Math.rint(number))) {
      throw new CheckpointException(
          "the checkpoint's %s must be a whole number from 0 to %d, was %s"
              .formatted(name, most, number));
    }
    return (long) number;
  }

  /** A text, if there is one of that name. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /** All arrays by name. */
  public Map<String, double[]> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /** All texts by name. */
  public Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }
}
