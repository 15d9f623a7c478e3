package dev.logistic.train;

import java.util.List;
import java.util.stream.Collectors;

/** Says which columns are combinations of others. */
final class DependentColumns {

  private static final int MOST_NAMED = 10;

  private DependentColumns() {}

  /**
   * @param names at least one
   */
  static String message(List<String> names) {
    String named =
        names.stream()
            .limit(MOST_NAMED)
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMED;
    String all = more > 0 ? named + " and " + more + " more" : named;
    return "the columns are linearly dependent: "
        + all
        + (names.size() == 1
            ? " is a combination of the bias and the columns before it; exclude it"
            : " are combinations of the bias and the columns before them; exclude them");
  }
}
