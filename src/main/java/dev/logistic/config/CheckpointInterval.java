package dev.logistic.config;

/**
 * How often checkpoints are written. Reads and prints as {@code 10}, a number of epochs or
 * iterations, or as {@code 30s}, a number of seconds.
 *
 * @param count at least 1
 * @param ofSeconds whether it counts seconds rather than epochs
 */
public record CheckpointInterval(int count, boolean ofSeconds) {

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public CheckpointInterval {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, was " + count);
    }
  }

  static CheckpointInterval parse(String text) {
    boolean seconds = text.endsWith("s");
    String digits = seconds ? text.substring(0, text.length() - 1) : text;
    return new CheckpointInterval(Integer.parseInt(digits), seconds);
  }

  @Override
  public String toString() {
    return ofSeconds ? count + "s" : Integer.toString(count);
  }
}
