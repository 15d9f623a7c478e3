package dev.logistic.cli;

import dev.logistic.train.EpochListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each epoch, with the original program's digits. */
final class EpochLines implements EpochListener {

  private final PrintWriter out;
  private final Progress progress;

  /**
   * @param progress that may share the terminal
   */
  EpochLines(PrintWriter out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  @Override
  public void epochEnded(Epoch epoch) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "Epoch: %03d, Loss: ", epoch.number()));
    line.append(Fixed.of(epoch.loss(), 3));
    if (epoch.validationLoss().isPresent()) {
      line.append(", Validation: ").append(Fixed.of(epoch.validationLoss().getAsDouble(), 3));
    }
    progress.above(
        () -> {
          out.println(line);
          out.flush();
        });
  }
}
