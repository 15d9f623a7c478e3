package dev.logistic.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * The table of events among trials of {@code bench/grouped_figures.R}, and what R says of it.
 *
 * @param x features of each row
 * @param offsets of each row
 * @param events of each row
 * @param trials of each row, 0 in some
 * @param ofR the figures
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Grouped(double[][] x, double[] offsets, int[] events, int[] trials, JsonObject ofR) {

  static Grouped read() throws IOException {
    JsonObject all = CovarianceTest.json("grouped.json");
    JsonObject table = all.getAsJsonObject("table");
    double[] a = numbers(table, "a");
    double[] b = numbers(table, "b");
    double[][] x = new double[a.length][];
    for (int row = 0; row < x.length; row++) {
      x[row] = new double[] {a[row], b[row]};
    }
    return new Grouped(x, numbers(table, "o"), whole(table, "events"), whole(table, "n"), all);
  }

  private static double[] numbers(JsonObject table, String column) {
    JsonArray array = table.getAsJsonArray(column);
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).getAsDouble()).toArray();
  }

  private static int[] whole(JsonObject table, String column) {
    JsonArray array = table.getAsJsonArray(column);
    return IntStream.range(0, array.size()).map(i -> array.get(i).getAsInt()).toArray();
  }

  int rows() {
    return trials.length;
  }

  /** The row of each trial, row by row. */
  int[] rowOfTrial() {
    return IntStream.range(0, rows())
        .flatMap(row -> IntStream.range(0, trials[row]).map(trial -> row))
        .toArray();
  }

  /** Whether each trial has an event, row by row, first those that do. */
  int[] labelOfTrial() {
    return IntStream.range(0, rows())
        .flatMap(row -> IntStream.range(0, trials[row]).map(trial -> trial < events[row] ? 1 : 0))
        .toArray();
  }

  /** As CSV with the columns a, b, o, n and events. */
  String csv() {
    StringBuilder csv = new StringBuilder("a,b,o,n,events\n");
    for (int row = 0; row < rows(); row++) {
      csv.append(
          "%s,%s,%s,%d,%d\n"
              .formatted(x[row][0], x[row][1], offsets[row], trials[row], events[row]));
    }
    return csv.toString();
  }

  /** As CSV with a row for each trial and the columns a, b, o, row and y. */
  String csvOfTrials() {
    StringBuilder csv = new StringBuilder("a,b,o,row,y\n");
    int[] labels = labelOfTrial();
    int[] rowOf = rowOfTrial();
    for (int trial = 0; trial < labels.length; trial++) {
      int row = rowOf[trial];
      csv.append(
          "%s,%s,%s,r%d,%d\n".formatted(x[row][0], x[row][1], offsets[row], row, labels[trial]));
    }
    return csv.toString();
  }
}
