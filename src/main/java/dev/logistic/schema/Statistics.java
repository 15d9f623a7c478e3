package dev.logistic.schema;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statistics of a model's coefficients, or the reason why there are none. Exactly one of the
 * two is present.
 *
 * @param known the statistics
 * @param refused why they would be meaningless or could not be computed
 */
public record Statistics(Optional<FitStatistics> known, Optional<String> refused) {

  /** For a model that was saved without them, as by an earlier version of this program. */
  public static final Statistics NOT_KEPT =
      refused(
          "the model was saved without statistics, as by earlier versions: train it again to get them");

  /**
   * Checks that one is present.
   *
   * @throws IllegalArgumentException if both are or none is
   */
  public Statistics {
    if (known.isPresent() == refused.isPresent()) {
      throw new IllegalArgumentException(
          "expected either statistics or the reason why there are none, found %s and %s"
              .formatted(known, refused));
    }
  }

  /** Figures. */
  public static Statistics of(FitStatistics known) {
    return new Statistics(Optional.of(known), Optional.empty());
  }

  /** No statistics, for a reason. */
  public static Statistics refused(String reason) {
    return new Statistics(Optional.empty(), Optional.of(reason));
  }

  /**
   * @param sets how many sets of coefficients there are: one for two classes, and one for each
   *     class but the first for more
   */
  void requireOf(List<String> features, int sets) {
    if (known.isEmpty()) {
      return; // of any number of features
    }
    List<String> expected =
        Collections.nCopies(sets, features).stream()
            .flatMap(names -> Stream.concat(Stream.of(CoefficientStatistic.BIAS), names.stream()))
            .toList();
    known
        .map(figures -> figures.coefficients().stream().map(CoefficientStatistic::name).toList())
        .filter(names -> !names.equals(expected))
        .ifPresent(
            names -> {
              throw new IllegalArgumentException(
                  "expected statistics of %s, found those of %s".formatted(expected, names));
            });
  }
}
