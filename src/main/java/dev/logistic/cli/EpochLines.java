package dev.logistic.cli;

import dev.logistic.config.Settings.Solver;
import dev.logistic.train.EpochListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each epoch, or iteration over all rows, with the original program's digits. */
final class EpochLines implements EpochListener {

  private final PrintWriter out;
  private final String unit;
  private final Progress progress;

  /**
   * @param progress that may share the terminal
   */
  EpochLines(PrintWriter out, Solver solver, Progress progress) {
    this.out = out;
    this.unit = unit(solver);
    this.progress = progress;
  }

  /** What the solver counts. */
  static String unit(Solver solver) {
    return solver == Solver.LBFGS ? "Iteration" : "Epoch";
  }

  @Override
  public void epochEnded(Epoch epoch) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%s: %03d, Loss: ", unit, epoch.number()));
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
