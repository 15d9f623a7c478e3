package dev.logistic.cli;

import dev.logistic.config.Key;
import dev.logistic.config.Settings;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import java.util.List;

/** Warns of rows without the column of weights that the training used. */
final class MissingWeights {

  private MissingWeights() {}

  /**
   * Returns the warning; empty if the rows have their weights.
   *
   * @param setting of the column, as {@code data.weight}
   */
  static List<String> warnings(
      TableRows rows, TableSource table, Settings settings, Key<String> setting) {
    String column = settings.get(setting);
    return column.isEmpty() || rows.isWeighted()
        ? List.of()
        : List.of(
            "%s has no column \"%s\", the weights of the training (%s): the figures count"
                    .formatted(table, column, setting)
                + " every row once; add the column to weigh them");
  }
}
