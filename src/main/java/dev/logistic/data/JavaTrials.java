package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Rows in Java's arrays that each stand for several trials; see {@link LabelledData#ofTrials}. */
final class JavaTrials {

  private JavaTrials() {}

  static LabelledData of(double[][] rows, int[] events, int[] trials) {
    if (events.length != rows.length || trials.length != rows.length) {
      throw new IllegalArgumentException(
          "expected events and trials for each of %d rows, found %d and %d"
              .formatted(rows.length, events.length, trials.length));
    }
    double[][] twice = new double[2 * rows.length][];
    int[] labels = new int[twice.length];
    double[] counts = new double[twice.length];
    for (int row = 0; row < rows.length; row++) {
      if (events[row] < 0 || events[row] > trials[row]) {
        throw new IllegalArgumentException(
            "expected events from 0 to the %d trials, was %d in row %d"
                .formatted(trials[row], events[row], row));
      }
      twice[2 * row] = rows[row];
      twice[2 * row + 1] = rows[row];
      labels[2 * row + 1] = 1;
      counts[2 * row] = trials[row] - events[row];
      counts[2 * row + 1] = events[row];
    }
    return JavaArrays.owning(
        owner -> {
          NDArray features = JavaArrays.features(owner, twice);
          LabelledData data =
              JavaArrays.labelled(
                  features, JavaArrays.texts(labels), JavaArrays.classes(labels), owner);
          try (NDManager scratch = owner.newSubManager()) {
            return data.withTrials(scratch.create(counts));
          }
        });
  }
}
