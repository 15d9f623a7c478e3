package dev.logistic.cli;

import dev.logistic.effects.PredictionErrors;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Softmax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns that predictions append to the input's, {@code prediction} among them. */
sealed interface PredictionColumns
    permits PredictionColumns.OfTwo,
        PredictionColumns.OfClasses,
        PredictionColumns.OfInterval,
        ContributionColumns,
        DiagnosticColumns,
        OutOfFoldColumns {

  String PREDICTION = "prediction";

  /** Names of the columns, in order. */
  List<String> names();

  /** The number of logits per row. */
  int logits();

  /** The standard errors of the logits of the rows that were read last; empty if not needed. */
  default double[] logitErrors(RowSource rows) {
    return new double[0];
  }

  /**
   * Fills the cells of one row.
   *
   * @param logits of some rows, row by row
   * @param errors from {@link #logitErrors} of the same rows
   * @param row the row's index among these
   * @param at index of the first cell in the record
   */
  void fill(double[] logits, double[] errors, int row, @Nullable String[] record, int at);

  /** Returns the columns for a model with these classes. */
  static PredictionColumns of(List<String> classes, double threshold) {
    return classes.size() > 2 ? new OfClasses(classes) : new OfTwo(classes, threshold);
  }

  /** Returns these with the ends of the probability's confidence interval after them. */
  default PredictionColumns withInterval(PredictionErrors errors, ConfidenceLevel level) {
    return new OfInterval(this, errors, level);
  }

  /** DuckDB's names for their types. */
  default Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    names().forEach(name -> types.put(name, name.equals(PREDICTION) ? "VARCHAR" : "DOUBLE"));
    return types;
  }

  /**
   * {@code probability}, of the positive class.
   *
   * @param classes the negative and the positive one
   * @param threshold the smallest probability at which the positive class is predicted
   */
  record OfTwo(List<String> classes, double threshold) implements PredictionColumns {

    @Override
    public List<String> names() {
      return List.of("probability", PREDICTION);
    }

    @Override
    public int logits() {
      return 1;
    }

    @Override
    public void fill(double[] logits, double[] errors, int row, @Nullable String[] record, int at) {
      double probability = ClassProbabilities.sigmoid(logits[row]);
      record[at] = Double.toString(probability);
      record[at + 1] = classes.get(ClassProbabilities.predicted(probability, threshold));
    }
  }

  /**
   * Those of two classes, followed by {@code probability_low} and {@code probability_high}.
   *
   * @param level of the interval
   */
  record OfInterval(PredictionColumns point, PredictionErrors errors, ConfidenceLevel level)
      implements PredictionColumns {

    @Override
    public List<String> names() {
      return Stream.concat(point.names().stream(), Stream.of("probability_low", "probability_high"))
          .toList();
    }

    @Override
    public int logits() {
      return point.logits();
    }

    @Override
    public double[] logitErrors(RowSource rows) {
      return rows.logitErrors(errors);
    }

    @Override
    public void fill(double[] logits, double[] errors, int row, @Nullable String[] record, int at) {
      point.fill(logits, errors, row, record, at);
      PredictionErrors.Estimate estimate = new PredictionErrors.Estimate(logits[row], errors[row]);
      int low = at + point.names().size();
      record[low] = Double.toString(estimate.low(level.value()));
      record[low + 1] = Double.toString(estimate.high(level.value()));
    }
  }

  /**
   * {@code probability_<class>} of each; the class with the largest logit is predicted, the first
   * one of a tie.
   */
  record OfClasses(List<String> classes) implements PredictionColumns {

    @Override
    public List<String> names() {
      return Stream.concat(
              classes.stream().map(name -> "probability_" + name), Stream.of(PREDICTION))
          .toList();
    }

    @Override
    public int logits() {
      return classes.size();
    }

    @Override
    public void fill(double[] logits, double[] errors, int row, @Nullable String[] record, int at) {
      int first = row * classes.size();
      Softmax softmax = Softmax.of(logits, first, classes.size());
      for (int code = 0; code < classes.size(); code++) {
        record[at + code] = Double.toString(softmax.probability(logits[first + code]));
      }
      int largest = ClassProbabilities.predicted(logits, first, classes.size());
      record[at + classes.size()] = classes.get(largest);
    }
  }
}
