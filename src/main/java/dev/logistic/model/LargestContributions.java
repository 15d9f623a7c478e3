package dev.logistic.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The columns that contribute most to the logit of a row. For use within this project. */
public final class LargestContributions {

  private LargestContributions() {}

  /**
   * Parses how many columns a request over HTTP asks for.
   *
   * @throws IllegalArgumentException if it is not an integer of at least 1, or has many digits
   */
  public static int count(String text) {
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          "contributions must be an integer of at least 1, was " + text);
    }
    return Integer.parseInt(text);
  }

  /**
   * Returns the places of the columns that contribute most, the largest size first; of equal ones
   * the first.
   *
   * @param each the contributions of a row
   * @param count how many at most
   */
  public static List<Integer> places(double[] each, int count) {
    return IntStream.range(0, each.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer place) -> -Math.abs(each[place])))
        .limit(count)
        .toList();
  }
}
