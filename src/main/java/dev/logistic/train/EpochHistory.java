package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The losses of every epoch of a training. */
final class EpochHistory implements Resumable {

  private final List<EpochListener.Epoch> epochs = new ArrayList<>();

  void add(EpochListener.Epoch epoch) {
    epochs.add(epoch);
  }

  /** All epochs, in order; grows as the training continues. */
  List<EpochListener.Epoch> epochs() {
    return epochs;
  }

  @Override
  public void save(State state) {
    state.put("history.loss", epochs.stream().mapToDouble(EpochListener.Epoch::loss).toArray());
    state.put(
        "history.validation",
        epochs.stream()
            .filter(epoch -> epoch.validationLoss().isPresent())
            .mapToDouble(epoch -> epoch.validationLoss().getAsDouble())
            .toArray());
  }

  @Override
  public void restore(State state) {
    double[] losses = state.array("history.loss");
    double[] validation = state.array("history.validation");
    if (validation.length > 0) {
      validation = state.array("history.validation", losses.length);
    }
    epochs.clear();
    for (int i = 0; i < losses.length; i++) {
      OptionalDouble heldOut =
          validation.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(validation[i]);
      epochs.add(new EpochListener.Epoch(i, losses[i], heldOut));
    }
  }
}
