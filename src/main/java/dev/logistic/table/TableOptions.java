package dev.logistic.table;

import dev.logistic.data.RowMemory;
import dev.logistic.schema.Term;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the columns of a table are used for training. For use within this project; {@code Tables}
 * reads a table by settings.
 *
 * @param label the column to be predicted
 * @param positive the class whose probability is predicted; empty for the greater in natural order:
 *     1 rather than 0, true rather than false, b rather than a
 * @param weight the column that says how much each row counts; empty if all count alike
 * @param features columns and levels, each as {@code column=level}, to learn from; empty for all
 *     columns but the label and the weight
 * @param exclude columns and levels to leave out; a level is then merged into the reference level
 * @param categorical features whose values are levels even where they are numbers
 * @param reference reference levels of features, each as {@code column:level}; of the others it is
 *     the first level
 * @param missing how missing cells of features are treated
 * @param na texts that mean a missing cell, besides NULL and the empty text
 * @param notMissing texts that are a value although they look like a missing one, such as NA
 * @param maxLevels most levels of a text column
 * @param standardize whether features are brought to mean 0 and standard deviation 1
 * @param validation share of the rows that is held out, 0 to 0.9
 * @param seed of the choice of held-out rows
 * @param byColumn whether the features are wanted column by column ({@link
 *     dev.logistic.data.ColumnOrder}) where that is faster for solvers that use all rows in each
 *     step
 * @param storage how rows are kept in memory
 * @param indexBase the index of the first column of LibSVM files: 0 or 1; empty for 0 where an
 *     index is 0, and 1 otherwise
 * @param minLevelRows levels of fewer training rows become {@code (other)}, as do those that the
 *     training does not see
 * @param memory that rows may take before they are kept in a file
 * @param wholeWeights whether weights must be whole numbers, as counts of rows are
 * @param trials the column of numbers of trials, of which the label counts the events; empty where
 *     each row is one
 * @param offset the column that is added to the logits; empty for none
 * @param cluster the column whose equal values are one cluster; empty for independent rows
 * @param group the column whose equal values are one group, which is held out or learned from as a
 *     whole; empty where each row is by itself
 * @param time the column in whose order rows are divided; empty for a random division
 * @param terms the formula of the features; empty for one term of each feature
 */
public record TableOptions(
    String label,
    String positive,
    String weight,
    List<String> features,
    List<String> exclude,
    List<String> categorical,
    List<String> reference,
    MissingCells missing,
    List<String> na,
    List<String> notMissing,
    int maxLevels,
    boolean standardize,
    double validation,
    long seed,
    boolean byColumn,
    Storage storage,
    OptionalInt indexBase,
    int minLevelRows,
    RowMemory memory,
    boolean wholeWeights,
    String trials,
    String offset,
    String cluster,
    String group,
    String time,
    String terms) {

  /** Codes of levels are kept in float32, which holds whole numbers up to here. */
  private static final int MOST_LEVELS = 1 << 24;

  /** How rows are kept in memory, which does not change the model. */
  public enum Storage {
    /** In the way that takes less memory. */
    AUTO,
    /** Every value. */
    DENSE,
    /** The values that are not 0. */
    SPARSE
  }

  /** Returns these options with features of a formula. */
  TableOptions withFeatures(List<String> chosen, List<String> texts, MissingCells ofChosen) {
    return new TableOptions(
        label,
        positive,
        weight,
        chosen,
        exclude,
        texts,
        reference,
        ofChosen,
        na,
        notMissing,
        maxLevels,
        standardize,
        validation,
        seed,
        byColumn,
        storage,
        indexBase,
        minLevelRows,
        memory,
        wholeWeights,
        trials,
        offset,
        cluster,
        group,
        time,
        terms);
  }

  /** Returns how many levels a text column may have while it is read. */
  int mostLevels() {
    return storage == Storage.SPARSE || minLevelRows > 0 ? MOST_LEVELS : maxLevels;
  }

  /** Whether a column has so many levels that it is kept sparse and unscaled. */
  boolean isWide(Term term) {
    return term.levels().size() > maxLevels;
  }

  /** Copies the lists. */
  public TableOptions {
    features = List.copyOf(features);
    exclude = List.copyOf(exclude);
    categorical = List.copyOf(categorical);
    reference = List.copyOf(reference);
    na = List.copyOf(na);
    notMissing = List.copyOf(notMissing);
  }
}
