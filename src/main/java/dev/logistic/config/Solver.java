package dev.logistic.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Values of {@link Settings#SOLVER}, each with its traits. */
public enum Solver {
  /** Stochastic gradient descent. */
  SGD("epoch", false, false),
  /** Steps scaled by averages of the gradients and their squares. */
  ADAM("epoch", false, false),
  /** Adam with weight decay apart from the gradient. */
  ADAMW("epoch", false, false),
  /** Limited-memory BFGS: uses all rows in each step and converges to the optimum. */
  LBFGS("iteration", true, true);

  private final String unit;
  private final boolean toOptimum;
  private final boolean onRemoteRows;

  Solver(String unit, boolean toOptimum, boolean onRemoteRows) {
    this.unit = unit;
    this.toOptimum = toOptimum;
    this.onRemoteRows = onRemoteRows;
  }

  /** The unit of {@link Settings#EPOCHS}: {@code epoch} or {@code iteration}. */
  public String unit() {
    return unit;
  }

  /**
   * Whether it minimises the objective over all rows until convergence; the others take a fixed
   * number of steps, each on a minibatch.
   */
  public boolean convergesToOptimum() {
    return toOptimum;
  }

  /** Whether it works on remote rows. */
  public boolean worksOnRemoteRows() {
    return onRemoteRows;
  }

  static List<Solver> takingSteps() {
    return with(each -> !each.convergesToOptimum());
  }

  private static List<Solver> with(Predicate<Solver> trait) {
    return Arrays.stream(values()).filter(trait).toList();
  }

  /** The names of the solvers with a trait, as the end of "must be ...". */
  public static String names(Predicate<Solver> trait) {
    return with(trait).stream().map(Settings.SOLVER::print).collect(Collectors.joining(" or "));
  }

  /** Finds a solver by its name. */
  public static Optional<Solver> named(String name) {
    return with(each -> Settings.SOLVER.print(each).equals(name)).stream().findFirst();
  }
}
