package dev.logistic.cli;

import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Softmax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns that predictions append to the input's; the last is {@code prediction}. */
sealed interface PredictionColumns {

  String PREDICTION = "prediction";

  /** Names of the columns, in order. */
  List<String> names();

  /** The number of logits per row. */
  int logits();

  /**
   * Fills the cells of one row.
   *
   * @param logits of some rows, row by row
   * @param row the row's index among these
   * @param at index of the first cell in the record
   */
  void fill(double[] logits, int row, @Nullable String[] record, int at);

  /** Returns the columns for a model with these classes. */
  static PredictionColumns of(List<String> classes, double threshold) {
    return classes.size() > 2 ? new OfClasses(classes) : new OfTwo(classes, threshold);
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
   * @param threshold the least probability at which the positive class is predicted
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
    public void fill(double[] logits, int row, @Nullable String[] record, int at) {
      double probability = ClassProbabilities.sigmoid(logits[row]);
      record[at] = Double.toString(probability);
      record[at + 1] = classes.get(ClassProbabilities.predicted(probability, threshold));
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
    public void fill(double[] logits, int row, @Nullable String[] record, int at) {
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
