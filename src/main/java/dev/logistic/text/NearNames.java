package dev.logistic.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests names for one that does not exist. For use within this project. */
public final class NearNames {

  private static final int NEAR = 3;
  private static final int MOST = 3;

  private NearNames() {}

  /**
   * Returns the names that differ from a given one by at most three letters, and by fewer than half
   * of its letters, or in case alone; the nearest first.
   */
  public static List<String> of(String name, Collection<String> known) {
    return known.stream()
        .filter(each -> isNear(name, each))
        .sorted(Comparator.comparingInt(each -> distance(name, each)))
        .limit(MOST)
        .toList();
  }

  /** The question that a message asks: {@code did you mean "city" or "cities"?}. */
  public static Optional<String> question(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(
            near.stream()
                .map(each -> '"' + each + '"')
                .collect(Collectors.joining(" or ", "did you mean ", "?")));
  }

  private static boolean isNear(String name, String known) {
    int most = Math.min(NEAR, (Math.max(name.length(), known.length()) - 1) / 2);
    return name.equalsIgnoreCase(known)
        || (Math.abs(name.length() - known.length()) <= most && distance(name, known) <= most);
  }

  /** Levenshtein's edit distance, one row of the table at a time. */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
