package dev.logistic.cli;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.model.LogisticModel;
import java.util.stream.IntStream;

/**
 * Recognises, by their logits, rows that are read once more.
 *
 * @param logits of all rows by the same model
 * @param outputs logits per row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SameRows(double[] logits, int outputs) {

  /** The difference of two logits of the same row, as float32 rounds them. */
  private static final double ROUNDED = 1e-3;

  /** The rows as a model scores them. */
  static SameRows of(LogisticModel model, LabelledData rows) {
    return new SameRows(Scoring.logits(model, rows), model.card().outputs());
  }

  /** The rows of two classes that have these scores. */
  static SameRows of(Scores scores) {
    return new SameRows(
        IntStream.range(0, Math.toIntExact(scores.observations()))
            .mapToDouble(scores::logit)
            .toArray(),
        1);
  }

  /**
   * Checks that a row is the expected one.
   *
   * @param others logits of some rows
   * @param row among these
   * @param expected row among all
   */
  void require(double[] others, int row, int expected) {
    if ((long) (expected + 1) * outputs > logits.length) {
      throw changed();
    }
    for (int output = 0; output < outputs; output++) {
      double logit = others[row * outputs + output];
      double known = logits[expected * outputs + output];
      if (!(Math.abs(logit - known) <= ROUNDED * (1 + Math.abs(logit)))) {
        throw changed();
      }
    }
  }

  /** Checks that all rows were there. */
  void requireAll(int rows) {
    if (rows * outputs != logits.length) {
      throw changed();
    }
  }

  static IllegalArgumentException changed() {
    return new IllegalArgumentException(
        "the rows changed while they were read, or their order did: expected the same rows twice; order a query of a database by a key");
  }
}
