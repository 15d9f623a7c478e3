package dev.logistic.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A random table of numbers, booleans and texts with gaps, and the expected data. */
final class RandomTable {

  private static final String[] LEVELS = {"", "a", "B, b", "c\"c", "d\nd", "\u00fc"};

  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Object[]> columns = new ArrayList<>();
  private final BitSet positive = new BitSet();
  private final int rows;

  RandomTable(long seed, int rows) {
    Random random = new Random(seed);
    this.rows = rows;
    for (int row = 0; row < rows; row++) {
      positive.set(row, row == 0 || (row > 1 && random.nextInt(3) == 0));
    }
    int count = 3 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      names.add("c " + i);
      columns.add(column(random, i % 3, rows));
    }
  }

  /** Its first five values are there, so that each column has some. */
  private static @Nullable Object[] column(Random random, int kind, int rows) {
    double gaps = random.nextInt(3) * 0.15;
    double scale = Math.pow(10, random.nextInt(7) - 3);
    @Nullable Object[] cells = new Object[rows];
    for (int row = 0; row < rows; row++) {
      Object value =
          switch (kind) {
            case 0 -> scale * random.nextGaussian();
            case 1 -> random.nextInt(4) > 0;
            default -> LEVELS[1 + random.nextInt(LEVELS.length - 1)];
          };
      cells[row] = row > 4 && random.nextDouble() < gaps ? null : value;
    }
    return cells;
  }

  int rows() {
    return rows;
  }

  short[] codes() {
    return codes(positive, rows);
  }

  /** The class of each row: 1 where it is positive. */
  static short[] codes(BitSet positive, int rows) {
    short[] codes = new short[rows];
    positive.stream().forEach(row -> codes[row] = 1);
    return codes;
  }

  Choice choice() {
    return Choice.usual().label("the label").fillMissing().na("NA");
  }

  String csv() {
    StringBuilder csv = new StringBuilder(String.join(",", names)).append(",the label\n");
    for (int row = 0; row < rows; row++) {
      for (Object[] cells : columns) {
        Object cell = cells[row];
        csv.append(cell == null ? (row % 2 == 0 ? "" : "NA") : quoted(cell.toString())).append(',');
      }
      csv.append(positive.get(row) ? "yes" : "no").append('\n');
    }
    return csv.toString();
  }

  private static String quoted(String cell) {
    return cell.matches("[\\w.+-]+") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Expected(
      List<String> names,
      double[][] training,
      double[][] heldOut,
      double[] trainingLabels,
      double[] heldOutLabels) {}

  /** A direct implementation of the specification. */
  Expected expected(BitSet heldOut, boolean standardize) {
    List<String> features = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i)[0] instanceof String) {
        addIndicators(i, heldOut, features, values);
      } else {
        features.add(names.get(i));
        values.add(numbers(columns.get(i), heldOut));
      }
    }
    if (standardize) {
      values.replaceAll(column -> standardized(column, heldOut));
    }
    return new Expected(
        features,
        matrix(values, heldOut, false),
        matrix(values, heldOut, true),
        labels(heldOut, false),
        labels(heldOut, true));
  }

  private static double[] numbers(@Nullable Object[] cells, BitSet heldOut) {
    double[] numbers = new double[cells.length];
    double sum = 0;
    int present = 0;
    for (int row = 0; row < cells.length; row++) {
      Object cell = cells[row];
      if (cell == null) {
        numbers[row] = Double.NaN;
        continue;
      }
      numbers[row] = cell instanceof Boolean flag ? (flag ? 1 : 0) : (Double) cell;
      if (!heldOut.get(row)) {
        sum += numbers[row];
        present++;
      }
    }
    for (int row = 0; row < cells.length; row++) {
      numbers[row] = Double.isNaN(numbers[row]) ? sum / present : numbers[row];
    }
    return numbers;
  }

  private void addIndicators(int i, BitSet heldOut, List<String> features, List<double[]> values) {
    @Nullable Object[] cells = columns.get(i);
    Map<String, Integer> counts = new TreeMap<>();
    for (int row = 0; row < rows; row++) {
      Object cell = cells[row];
      if (cell != null && !heldOut.get(row)) {
        counts.merge((String) cell, 1, Integer::sum);
      }
    }
    String frequent =
        counts.entrySet().stream()
            .reduce((best, each) -> each.getValue() > best.getValue() ? each : best)
            .orElseThrow()
            .getKey();
    for (String level : counts.keySet().stream().skip(1).toList()) {
      double[] indicators = new double[rows];
      for (int row = 0; row < rows; row++) {
        Object cell = cells[row] == null ? frequent : cells[row];
        indicators[row] = level.equals(cell) ? 1 : 0;
      }
      features.add(names.get(i) + "=" + level);
      values.add(indicators);
    }
  }

  /** With the mean and, in a second pass, the population's standard deviation of training rows. */
  static double[] standardized(double[] column, BitSet heldOut) {
    double sum = 0; // of distances from any one value, so that large sums are not rounded
    int count = 0;
    for (int row = 0; row < column.length; row++) {
      sum += heldOut.get(row) ? 0 : column[row] - column[0];
      count += heldOut.get(row) ? 0 : 1;
    }
    double mean = column[0] + sum / count;
    double squares = 0;
    for (int row = 0; row < column.length; row++) {
      squares += heldOut.get(row) ? 0 : (column[row] - mean) * (column[row] - mean);
    }
    double deviation = Math.sqrt(squares / count);
    double[] scaled = new double[column.length];
    for (int row = 0; row < column.length; row++) {
      scaled[row] = (column[row] - mean) / (deviation == 0 ? 1 : deviation);
    }
    return scaled;
  }

  private double[][] matrix(List<double[]> values, BitSet heldOut, boolean held) {
    List<double[]> matrix = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      if (heldOut.get(row) == held) {
        int at = row;
        matrix.add(values.stream().mapToDouble(column -> column[at]).toArray());
      }
    }
    return matrix.toArray(double[][]::new);
  }

  private double[] labels(BitSet heldOut, boolean held) {
    List<Double> labels = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      if (heldOut.get(row) == held) {
        labels.add(positive.get(row) ? 1.0 : 0.0);
      }
    }
    return labels.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
