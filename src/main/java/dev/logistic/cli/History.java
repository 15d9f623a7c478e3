package dev.logistic.cli;

import dev.logistic.train.EpochListener;
import dev.logistic.train.Resumption;
import java.util.ArrayList;
import java.util.List;

/** Records every epoch. */
final class History implements EpochListener {

  private final List<Epoch> epochs = new ArrayList<>();

  @Override
  public void epochEnded(Epoch epoch) {
    epochs.add(epoch);
  }

  /** Starts with the epochs before resuming. */
  @Override
  public void resumed(Resumption from) {
    epochs.addAll(from.epochs());
  }

  List<Epoch> epochs() {
    return epochs;
  }
}
