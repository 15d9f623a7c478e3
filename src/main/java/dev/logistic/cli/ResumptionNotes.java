package dev.logistic.cli;

import dev.logistic.console.Warnings;
import dev.logistic.train.EpochListener;
import dev.logistic.train.Resumption;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Reports on stderr from where a training resumes. */
final class ResumptionNotes implements EpochListener {

  private final CommandSpec spec;
  private final boolean quiet;
  private final String unit;

  /**
   * @param unit what the solver counts: {@code epoch} or {@code iteration}
   */
  ResumptionNotes(CommandSpec spec, boolean quiet, String unit) {
    this.spec = spec;
    this.quiet = quiet;
    this.unit = unit + "s";
  }

  @Override
  public void epochEnded(Epoch epoch) {}

  @Override
  public void resumed(Resumption from) {
    List<String> damaged = from.damaged();
    Warnings.print(spec, damaged.stream().map(each -> each + "; using the one before").toList());
    if (!quiet) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("note: " + note(from));
      err.flush();
    }
  }

  private String note(Resumption from) {
    if (from.checkpoint().isEmpty()) {
      return from.directory() + " has no checkpoint: starting afresh";
    }
    String reached =
        "%s, after %d %s".formatted(from.checkpoint().get(), from.epochs().size(), unit);
    return from.finished() ? "the training had ended: " + reached : "resuming from " + reached;
  }
}
