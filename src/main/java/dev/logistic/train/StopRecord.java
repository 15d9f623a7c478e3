package dev.logistic.train;

import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.checkpoint.State;
import dev.logistic.config.Settings;
import java.util.Arrays;
import java.util.Optional;

/** Records in the final checkpoint why training ended. */
final class StopRecord {

  private static final String REASON = "finished";
  private static final String ITERATIONS = "finished.iterations";
  private static final String RAN_OUT = "finished.ran_out";

  private StopRecord() {}

  static void save(Stop stop, Settings settings, State state) {
    // A solver that runs out of iterations may still find the classes separable.
    boolean ranOut =
        stop.iterations() == settings.get(Settings.EPOCHS)
            && (stop.reason() == Stop.Reason.EPOCHS || stop.reason() == Stop.Reason.SEPARABLE);
    state.put(REASON, stop.reason().toString());
    state.put(ITERATIONS, stop.iterations());
    state.put(RAN_OUT, ranOut ? 1 : 0);
  }

  /**
   * Returns why the training ended, if it did and would have with these settings: if only the
   * epochs had run out, and there are more now, it continues.
   *
   * @param tolerance of the result
   */
  static Optional<Stop> of(State state, Settings settings, double tolerance) {
    Optional<String> text = state.text(REASON);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Stop.Reason reason =
        Arrays.stream(Stop.Reason.values())
            .filter(known -> known.toString().equals(text.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "the checkpoint ended for an unknown reason: " + text.get()));
    int iterations = (int) state.count(ITERATIONS, Integer.MAX_VALUE);
    boolean more = state.count(RAN_OUT, 1) == 1 && settings.get(Settings.EPOCHS) > iterations;
    return more ? Optional.empty() : Optional.of(new Stop(reason, iterations, tolerance));
  }
}
