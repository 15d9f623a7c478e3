package dev.logistic.export;

import dev.logistic.schema.MissingTexts;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What means a missing value besides NULL and an empty text, by the settings of a training.
 *
 * @param na texts that do
 * @param notMissing texts that are values although they look like missing ones
 */
record SqlMissing(List<String> na, List<String> notMissing) {

  /** The numbers among the texts; NaN is one. */
  Set<Double> numbers() {
    Set<Double> numbers = new TreeSet<>();
    for (String text : na) {
      decimal(text)
          .ifPresent(
              number -> {
                numbers.add(number.doubleValue());
                numbers.add((double) number.floatValue()); // as a column of float32 holds it
              });
      if (text.equalsIgnoreCase("nan")) {
        numbers.add(Double.NaN);
      }
    }
    return numbers;
  }

  /** The texts, and those of numbers as columns of numbers show them. */
  Set<String> texts() {
    Set<String> texts = new TreeSet<>(na);
    for (String text : na) {
      decimal(text).ifPresent(number -> texts.add(number.stripTrailingZeros().toPlainString()));
      if (text.equalsIgnoreCase("nan")) {
        texts.addAll(List.of("nan", "NaN"));
      }
    }
    return texts;
  }

  private static Optional<BigDecimal> decimal(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Lower-case texts that look missing, so that a row with one is not scored.
   *
   * @param levels that the training saw
   */
  Set<String> markers(Collection<String> levels) {
    Set<String> markers = new TreeSet<>(MissingTexts.KNOWN);
    if (levels.contains("+")) {
      markers.remove("-");
    }
    return markers;
  }

  /** Texts that look missing but are values, without white space around them. */
  List<String> values() {
    return notMissing.stream().filter(MissingTexts::isOne).toList();
  }
}
