package dev.logistic.drift;

import dev.logistic.config.Settings;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.TrainingProfile;
import dev.logistic.table.TableException;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * How the rows of a table differ from those that a model was trained on, by column and in the
 * model's scores. Each row counts once, whatever its weight.
 *
 * <pre>{@code
 * Drift drift = Drift.of(model, TableSource.of(rows));
 * drift.above(0.2).forEach(change -> log.warn(change.name()));
 * }</pre>
 *
 * @param rows their number
 * @param trainingRows number of rows that the model was trained on
 * @param columns each input column of the model, in its order
 * @param score the model's scores: logits for two classes, predicted classes for more; of rows with
 *     a missing value that the model cannot fill in there is none
 */
public record Drift(long rows, long trainingRows, List<Change> columns, Change score) {

  /** Copies the list. */
  public Drift {
    columns = List.copyOf(columns);
  }

  /**
   * The change of a column, or of the score. Shares are 0 to 1.
   *
   * @param name of the column; {@code score} for the score
   * @param psi the population stability index: the sum over the bins of {@code (actual - expected)
   *     * ln(actual / expected)}, where these are the shares of the rows and of the training rows.
   *     Missing cells have a bin of their own, and an empty bin counts as half a row
   * @param psiByChance about what the index would be, on average, if the rows were drawn from the
   *     same population: {@code (bins - 1) * (1/rows + 1/training rows)}
   * @param missing share of cells that are missing
   * @param trainingMissing that of the training rows
   * @param outOfRange share of cells below the least or above the greatest number of the training
   * @param unseen share of cells with a text that the training did not see
   */
  public record Change(
      String name,
      double psi,
      double psiByChance,
      double missing,
      double trainingMissing,
      double outOfRange,
      double unseen) {}

  /**
   * Compares the rows of a table, read as those of the training were.
   *
   * @throws TableException if a row cannot be read, or there is none
   * @throws IllegalArgumentException if the model has no profile of its training rows, as those not
   *     trained on a table
   */
  public static Drift of(LogisticModel model, TableSource rows) throws TableException {
    requireProfile(model.card());
    Settings settings = Settings.ofModel(model.card().settings());
    try (TableRows read =
        TableRows.builder(rows, model.card().schema())
            .na(settings.get(Settings.NA))
            .notMissing(settings.get(Settings.NOT_MISSING))
            .open()) {
      return of(model, read, count -> {});
    }
  }

  /**
   * As {@link #of(LogisticModel, TableSource)}, for rows that are being read.
   *
   * @param rows opened for the features of the model; read to their end
   * @param progress receives the number of rows, now and then
   */
  public static Drift of(LogisticModel model, TableRows rows, LongConsumer progress)
      throws TableException {
    return new DriftCounts(model).counted(rows, progress);
  }

  /**
   * Returns the profile of the rows that a model was trained on.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static TrainingProfile requireProfile(ModelCard card) {
    return Optional.ofNullable(card.trainingData().profile())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model has no profile of its training rows: expected one trained by this"
                        + " version on a table of at most 1,000 named columns, not on arrays,"
                        + " LibSVM files or Spark; train it again on such a table"));
  }

  /** The columns, and the score, whose index is greater than a limit; the greatest first. */
  public List<Change> above(double limit) {
    return Stream.concat(columns.stream(), Stream.of(score))
        .filter(change -> change.psi() > limit)
        .sorted((one, other) -> Double.compare(other.psi(), one.psi()))
        .toList();
  }
}
