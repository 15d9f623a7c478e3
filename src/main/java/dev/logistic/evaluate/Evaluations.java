package dev.logistic.evaluate;

import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.TableException;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Evaluates a model on labelled rows. Thread-safe; model and data stay the caller's.
 *
 * <pre>{@code
 * Figures training = Evaluations.of(model, table.training());
 * Optional<Figures> heldOut = table.validation().map(rows -> Evaluations.of(model, rows));
 * }</pre>
 */
public final class Evaluations {

  private Evaluations() {}

  /**
   * Evaluates; of two classes, the positive one is predicted from the model's threshold on.
   *
   * @param data rows of the model's columns, on their scale or as prepared by the model's schema,
   *     with labels of the model's classes; some classes may be absent
   * @return an {@link Evaluation} for two classes, a {@link MulticlassEvaluation} for more
   * @throws IllegalArgumentException if columns or classes are not those of the model
   */
  public static Figures of(LogisticModel model, LabelledData data) {
    return of(model, data, Threshold.of(model.card().threshold()));
  }

  /**
   * As {@link #of(LogisticModel, LabelledData)}, with another threshold.
   *
   * @param threshold ignored for more than two classes
   * @throws IllegalArgumentException also if the threshold is a rule that the rows cannot satisfy
   */
  public static Figures of(LogisticModel model, LabelledData data, Threshold threshold) {
    return Scoring.of(model, data).evaluate(model.card().classes(), threshold);
  }

  /**
   * Evaluates a model of a table on the rows of another one, such as {@code TableSource.of(maps)}.
   * They are read as those of the training were: with its label and weights, where the rows have
   * them, and its settings for missing values.
   *
   * @throws TableException if a row cannot be read, or there is none
   * @throws IllegalArgumentException if the model was not trained on a table
   */
  public static Figures of(LogisticModel model, TableSource rows) throws TableException {
    ModelCard card = model.card();
    if (rows.isLibSvm()) {
      try (LabelledData data =
          LibSvmTable.labelled(
              rows.location(), card.schema(), card.classes(), new ArrayList<>(), count -> {})) {
        return of(model, data);
      }
    }
    Settings settings = Settings.ofModel(card.settings());
    if (settings.get(Settings.LABEL).isEmpty()) {
      throw new IllegalArgumentException(
          "expected a model that was trained on a table, found one without the name of a label"
              + " column: evaluate it on LabelledData");
    }
    try (TableRows read = rows(card, rows, settings, "", Optional.empty())) {
      Threshold threshold = Threshold.of(card.threshold());
      return Scoring.of(model, read, count -> {}).evaluate(card.classes(), threshold);
    }
  }

  /**
   * Opens labelled rows as those of a model's training were read.
   *
   * @param settings of the training; the label may be another column. The rows may lack the weights
   * @param group the column of groups of rows; empty for none
   * @param other a second model that the rows are read for; empty for none
   */
  public static TableRows rows(
      ModelCard card,
      TableSource source,
      Settings settings,
      String group,
      Optional<TableRows.Other> other)
      throws TableException {
    TableRows rows =
        TableRows.builder(source, card.schema())
            .na(settings.get(Settings.NA))
            .notMissing(settings.get(Settings.NOT_MISSING))
            .label(settings.get(Settings.LABEL), card.classes())
            .weight(settings.get(Settings.WEIGHT))
            .trials(settings.get(Settings.TRIALS))
            .group(group)
            .other(other.orElse(null))
            .open();
    if (settings.get(Settings.MISSING).leavesOutRows()) {
      rows.onIncomplete(TableRows.Incomplete.LEAVE_OUT);
    }
    return rows;
  }
}
