package dev.logistic.spark.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import dev.logistic.table.Column;
import dev.logistic.table.ColumnRoles;
import dev.logistic.table.MissingCells;
import dev.logistic.table.Names;
import dev.logistic.table.TableException;
import dev.logistic.table.TableOptions;
import dev.logistic.table.TermFitting;
import dev.logistic.table.TextKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Learns from a scan how columns become features, by the rules of the core. */
final class SchemaFitting {

  private final String table;
  private final ColumnRoles roles;
  private final List<Column> columns;
  private final TableScan scan;
  private final TableOptions options;
  private final boolean fills;
  private final List<String> warnings = new ArrayList<>();
  private final TermFitting fitting;

  /**
   * @throws TableException if a reference level belongs to no feature that has levels
   */
  SchemaFitting(String table, ColumnRoles roles, TableScan scan, TableOptions options)
      throws TableException {
    this.table = table;
    this.roles = roles;
    this.columns = roles.features();
    this.scan = scan;
    this.options = options;
    this.fills = options.missing().usual() == MissingCells.Rule.MEAN;
    this.fitting =
        new TermFitting(roles.references(options), roles.levels(), options.missing(), warnings);
  }

  /** The place of each term's cells. */
  List<Integer> places() {
    return fitting.places();
  }

  /** Warnings, such as about constant columns. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Without standardization, which the training adds.
   *
   * @throws TableException if cells are missing where they must not be, or a column cannot be a
   *     feature
   */
  FeatureSchema fit() throws TableException {
    fitTerms();
    return fitting.schema(Optional.empty());
  }

  /**
   * Learns how each column is encoded.
   *
   * @throws TableException as above
   */
  List<Term> fitTerms() throws TableException {
    if (!fills) {
      requireNoneMissing();
    }
    for (int place = 0; place < columns.size(); place++) {
      Column column = columns.get(place);
      FeatureScan cells = scan.feature(place);
      TermFitting.requireValues(column, cells.weight());
      if (roles.isText(column)) {
        requireLevels(column, cells);
        fitting.addText(place, column, cells.levels().keySet(), cells::weight);
      } else {
        fitting.addNumber(place, column, cells.mean(), cells.isConstant());
      }
    }
    fitting.requireTerms();
    return fitting.terms();
  }

  private void requireLevels(Column column, FeatureScan cells) throws TableException {
    cells.kinds().require(table, column, cells.levels().keySet());
    if (cells.overflown()) {
      throw TextKinds.tooMany(table, column, options.maxLevels());
    }
  }

  private void requireNoneMissing() throws TableException {
    List<String> found = new ArrayList<>();
    for (int place = 0; place < columns.size(); place++) {
      FeatureScan cells = scan.feature(place);
      if (cells.missing() > 0) {
        found.add(
            "column \"%s\" has %s, one in the row %s"
                .formatted(
                    columns.get(place).name(),
                    Names.counted(cells.missing(), "missing value"),
                    cells.missingRow()));
      }
    }
    if (!found.isEmpty()) {
      throw new TableException(
          table
              + ": "
              + String.join("; ", found)
              + "; leave columns out with data.exclude, or fill values in with data.missing=mean");
    }
  }
}
