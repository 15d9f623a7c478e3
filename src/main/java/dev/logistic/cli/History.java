package dev.logistic.cli;

import dev.logistic.train.EpochListener;
import dev.logistic.train.Resumption;
import java.util.ArrayList;
import java.util.List;

/** Keeps what every epoch brought. */
final class History implements EpochListener {

  private final List<Epoch> epochs = new ArrayList<>();

  @Override
  public void epochEnded(Epoch epoch) {
    epochs.add(epoch);
  }

  /** Starts with what was before. */
  @Override
  public void resumed(Resumption from) {
    epochs.addAll(from.epochs());
  }

  List<Epoch> epochs() {
    return epochs;
  }
}
