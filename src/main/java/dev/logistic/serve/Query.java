package dev.logistic.serve;

import dev.logistic.model.LargestContributions;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request to {@code /predict}.
 *
 * @param contributions how many columns to name that contribute most to the logit; 0 for none
 */
record Query(int contributions) {

  private static final String CONTRIBUTIONS = "contributions=";

  /**
   * Parses the part of an address after the question mark.
   *
   * @throws Refusal if there is a parameter that does not exist or cannot be used
   */
  static Query of(@Nullable String text) throws Refusal {
    if (text == null || text.isEmpty()) {
      return new Query(0);
    }
    if (!text.startsWith(CONTRIBUTIONS)) {
      throw Refusal.malformed("the only parameter is contributions=N, found " + text);
    }
    try {
      return new Query(LargestContributions.count(text.substring(CONTRIBUTIONS.length())));
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed(String.valueOf(e.getMessage()));
    }
  }
}
