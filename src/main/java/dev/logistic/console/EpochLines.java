package dev.logistic.console;

import dev.logistic.config.Solver;
import dev.logistic.train.EpochListener;
import dev.logistic.train.Resumption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Prints a line for each epoch, or iteration over all rows, with the original program's digits.
 * Optionally omits lines that repeat the losses of the previous line; the last line is then printed
 * on closing.
 */
public final class EpochLines implements EpochListener, AutoCloseable {

  private final Consumer<String> out;
  private final String unit;
  private final boolean thinned;
  private String printed = "";
  private Optional<String> leftOut = Optional.empty();

  /**
   * @param out prints a line
   * @param thinned whether to omit lines that repeat the previous losses
   */
  public EpochLines(Consumer<String> out, Solver solver, boolean thinned) {
    this.out = out;
    String name = solver.unit();
    this.unit = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    this.thinned = thinned;
  }

  @Override
  public void epochEnded(Epoch epoch) {
    String losses = losses(epoch);
    String line = String.format(Locale.ROOT, "%s: %03d, %s", unit, epoch.number(), losses);
    if (thinned && losses.equals(printed)) {
      leftOut = Optional.of(line);
      return;
    }
    out.accept(line);
    printed = losses;
    leftOut = Optional.empty();
  }

  /** Omits the same lines as an uninterrupted training would have. */
  @Override
  public void resumed(Resumption from) {
    if (!from.epochs().isEmpty()) {
      printed = losses(from.epochs().get(from.epochs().size() - 1));
    }
  }

  private static String losses(Epoch epoch) {
    String loss = "Loss: " + FixedDecimals.of(epoch.loss(), 3);
    return epoch.validationLoss().isPresent()
        ? loss + ", Validation: " + FixedDecimals.of(epoch.validationLoss().getAsDouble(), 3)
        : loss;
  }

  /** Prints the last line, if it was omitted. */
  @Override
  public void close() {
    leftOut.ifPresent(out);
    leftOut = Optional.empty();
  }
}
