package dev.logistic.export;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The cell of a column as expressions of SQL, which read it as {@code predict} reads tables, or a
 * part of its date.
 */
sealed interface SqlCell permits SqlValueCell, SqlDateCell {

  SqlDialect dialect();

  /** What means a missing value. */
  SqlMissing missing();

  /**
   * The number of the cell; NULL where it is missing or no number.
   *
   * @param flag whether it is a boolean
   * @param fill replaces a missing one
   */
  String number(boolean flag, @Nullable Double fill);

  /** Whether a number or a boolean is missing; may be NULL where it is not. */
  String isMissingNumber(boolean flag);

  /**
   * The text of the cell.
   *
   * @param plain whether numbers are texts in plain form, 1 for 1.0
   */
  String text(boolean plain);

  /** Whether a text is missing: TRUE or FALSE. */
  String isMissingText(boolean plain);

  /**
   * Whether a text that is not missing can be encoded. One that looks missing and that the training
   * did not see cannot, and neither can a number in scientific notation be compared with levels.
   */
  String isUsableText(boolean plain, Collection<String> levels);
}
