package dev.logistic.export;

import dev.logistic.schema.DateTerm;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Term;

/** The encoders of input columns that formats of raw columns can hold. */
final class KnownTerms {

  private KnownTerms() {}

  /**
   * Checks the kind of an input.
   *
   * @param format its name, for messages
   * @throws IllegalArgumentException if the format cannot hold it
   */
  static void require(Term input, String format) {
    if (input instanceof DateTerm date) {
      throw new IllegalArgumentException(
          ("the model has %s, a part of a date, and %s can hold number, boolean, text and"
                  + " missing; score its rows with predict or dev.logistic.score.Scorer, or train"
                  + " on a column that data.query computes")
              .formatted(date.values().column(), format));
    }
    boolean known =
        input instanceof NumberTerm
            || input instanceof FlagTerm
            || input instanceof LevelsTerm
            || input instanceof MissingTerm;
    if (!known) {
      throw new IllegalArgumentException(
          ("the model has the term %s of type %s, and %s can hold number, boolean, text and"
                  + " missing; score its rows with predict or dev.logistic.score.Scorer")
              .formatted(input.name(), input.type(), format));
    }
  }
}
