package dev.logistic.train;

import dev.logistic.config.Settings;
import dev.logistic.inference.NoOptimum;
import dev.logistic.model.Parameters;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.RowFacts;
import java.util.List;

/**
 * Warns of a column that alone predicts the class of every training row, as one does that is
 * recorded after the outcome. The default penalty hides this: the fit converges, and looks
 * excellent.
 */
final class Leak {

  /** A column often separates fewer rows by chance. */
  private static final long FEWEST_ROWS_OF_A_CLASS = 10;

  /** A fit that separates the classes has a smaller loss; for others no pass is made. */
  private static final double LARGEST_LOSS = 0.2;

  private Leak() {}

  /**
   * The warning, if there is one.
   *
   * @param settings whose penalty is the default: without one, a missing optimum names the column
   */
  static List<String> warnings(AllRows rows, Settings settings, Fit fit, Parameters parameters) {
    RowFacts facts = rows.facts();
    boolean enough = facts.classRows().stream().allMatch(found -> found >= FEWEST_ROWS_OF_A_CLASS);
    return settings.get(Settings.L2).isPresent()
            || facts.schema().isIndexed() // of thousands of rare columns one often does by chance
            || !enough
            || !(fit.loss() < LARGEST_LOSS)
        ? List.of()
        : NoOptimum.separatingColumn(rows, parameters.toDoubles()).stream()
            .map(
                found ->
                    "%s; if its values are known only once the label is, leave it out with %s"
                        .formatted(found.separation(), found.exclusion()))
            .toList();
  }
}
