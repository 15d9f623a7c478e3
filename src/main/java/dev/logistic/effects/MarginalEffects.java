package dev.logistic.effects;

import dev.logistic.config.Settings;
import dev.logistic.data.SparseRows;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FeatureRow;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.TableException;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Average marginal effects of the input columns on the probability of the positive class, and
 * adjusted predictions, with standard errors by the delta method: as R's {@code margins} and
 * Stata's.
 *
 * <p>The effect of a column of numbers is the mean over the rows of the derivative of the
 * probability; that of a column of levels, of booleans, or whose numbers are all 0 or 1 in these
 * rows, the mean difference between the probability with each value and that with the reference,
 * the row's other columns being as observed. A formula computes all its terms from the changed
 * column, and a part of a date, such as {@code month(d)}, is a column of its own. An adjusted
 * prediction is the mean probability. Rows count in proportion to their weights, or numbers of
 * trials. The rows themselves count as given: errors are due to the coefficients alone.
 *
 * <pre>{@code
 * PredictionErrors errors = PredictionErrors.of(model, ModelDirectory.covariance(directory).get());
 * MarginalEffects effects =
 *     MarginalEffects.of(errors, TableSource.of(rows), Map.of("age", List.of(40, 50)));
 * }</pre>
 *
 * @param rows their number
 * @param effects for each combination of values that columns are set to, in the order of the
 *     columns
 * @param predictions one for each combination
 */
public record MarginalEffects(long rows, List<Effect> effects, List<Prediction> predictions) {

  /** Copies the lists. */
  public MarginalEffects {
    effects = List.copyOf(effects);
    predictions = List.copyOf(predictions);
  }

  /**
   * The effect of a column, or of one of its levels.
   *
   * @param column the input column
   * @param change {@code derivative}, or the values before and after, such as {@code Basel to Bern}
   * @param at the columns that are set to a value in every row, in order
   * @param figures with the name of the feature
   */
  public record Effect(
      String column, String change, Map<String, Object> at, CoefficientStatistic figures) {}

  /**
   * An adjusted prediction: a mean probability.
   *
   * @param at the columns that are set to a value in every row, in order
   */
  public record Prediction(Map<String, Object> at, CoefficientStatistic figures) {}

  /**
   * Computes the effects on the rows of a table, which are read as those of the model's training
   * were; they need no labels, and may lack the weights.
   *
   * @param errors of the model
   * @param at values that columns are set to, in all combinations: numbers, booleans or levels, or
   *     their texts; empty to use all columns as observed
   * @throws TableException if a row cannot be read, or there is none
   * @throws IllegalArgumentException if a column or value is not of the model, every probability is
   *     0 or 1 to all digits, or rounding hides a standard error
   */
  public static MarginalEffects of(
      PredictionErrors errors, TableSource rows, Map<String, ? extends List<?>> at)
      throws TableException {
    ModelCard card = errors.model().card();
    if (rows.isLibSvm()) {
      try (LibSvmTable table = LibSvmTable.open(rows.location(), card.schema())) {
        return of(errors, table, at, count -> {});
      }
    }
    Settings settings = Settings.ofModel(card.settings());
    try (TableRows read = rows(card, rows, settings)) {
      return of(errors, read, at, count -> {});
    }
  }

  /**
   * As {@link #of(PredictionErrors, TableSource, Map)}, of rows in Java's arrays.
   *
   * @param rows each a value for each feature, on the scale of the columns
   * @throws IllegalArgumentException also if the model has a formula, whose features are not
   *     columns
   */
  public static MarginalEffects of(
      PredictionErrors errors, double[][] rows, Map<String, ? extends List<?>> at) {
    FeatureSchema schema = errors.model().card().schema();
    if (schema.isOfFormula()) {
      throw new IllegalArgumentException(
          "expected rows of a table, as the effects of a formula (data.terms) are those of its"
              + " columns; arrays have its features");
    }
    for (int row = 0; row < rows.length; row++) {
      FeatureRow.require(rows[row], schema, "row " + row);
    }
    EffectSums sums = new EffectSums(errors, Scenario.of(schema, at));
    sums.add(
        rows.length,
        (row, values) -> {
          for (int feature = 0; feature < rows[row].length; feature++) {
            values.accept(feature, rows[row][feature]);
          }
        },
        row -> 1);
    return sums.means();
  }

  /**
   * Opens rows as those of a model's training were read, without their labels. They may lack the
   * weights, or numbers of trials.
   *
   * @param settings of the training
   */
  public static TableRows rows(ModelCard card, TableSource source, Settings settings)
      throws TableException {
    TableRows rows =
        TableRows.builder(source, InputColumn.cells(card.schema()))
            .na(settings.get(Settings.NA))
            .notMissing(settings.get(Settings.NOT_MISSING))
            .weight(settings.get(Settings.WEIGHT))
            .trials(settings.get(Settings.TRIALS))
            .open();
    if (settings.get(Settings.MISSING).leavesOutRows()) {
      rows.onIncomplete(TableRows.Incomplete.LEAVE_OUT);
    }
    return rows;
  }

  /**
   * Computes the effects on opened rows, which are read to their end.
   *
   * @param rows from {@link #rows}
   * @param progress receives the number of rows, now and then
   */
  public static MarginalEffects of(
      PredictionErrors errors,
      TableRows rows,
      Map<String, ? extends List<?>> at,
      LongConsumer progress)
      throws TableException {
    FeatureSchema schema = InputColumn.cells(errors.model().card().schema());
    int width = schema.width();
    EffectSums sums = new EffectSums(errors, Scenario.of(schema, at));
    while (rows.next()) {
      double[] features = rows.features();
      sums.add(
          rows.rows(),
          (row, values) -> {
            for (int feature = 0; feature < width; feature++) {
              values.accept(feature, features[row * width + feature]);
            }
          },
          rows::weightOf);
      progress.accept(sums.rows());
    }
    rows.requireSome();
    return sums.means();
  }

  /** Computes the effects on the rows of LibSVM files, which are read to their end. */
  public static MarginalEffects of(
      PredictionErrors errors,
      LibSvmTable table,
      Map<String, ? extends List<?>> at,
      LongConsumer progress)
      throws TableException {
    EffectSums sums = new EffectSums(errors, Scenario.of(errors.model().card().schema(), at));
    for (LibSvmTable.Block block = table.nextBlock(); block != null; block = table.nextBlock()) {
      try (LibSvmTable.Block some = block) {
        add(some.rows(), sums);
      }
      progress.accept(sums.rows());
    }
    return sums.means();
  }

  private static void add(SparseRows rows, EffectSums sums) {
    rows.forEach(
        0,
        rows.blocks(),
        (block, place) ->
            sums.add(
                block.rows(),
                (row, values) -> {
                  for (int i = block.start(row); i < block.start(row + 1); i++) {
                    values.accept(block.columns()[i], block.values()[i]);
                  }
                },
                row -> 1));
  }
}
