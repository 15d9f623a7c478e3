package dev.logistic.cli;

import dev.logistic.train.EpochListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each epoch, with the original program's digits. */
final class EpochLines implements EpochListener {

  private final PrintWriter out;

  EpochLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void epochEnded(int epoch, double loss) {
    out.println(String.format(Locale.ROOT, "Epoch: %03d, Loss: ", epoch) + Fixed.of(loss, 3));
    out.flush();
  }
}
