package dev.logistic.bench;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.engine.PyTorch;
import dev.logistic.table.TableException;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;

/**
 * The time in which training loads a CSV file, including label and standardization, against what
 * DuckDB itself needs to sum all of its columns; in turn in one process, medians.
 */
public final class LoadTable {

  private LoadTable() {}

  /** Arguments: the file, whose columns are all numbers; the label's name; the number of rounds. */
  public static void main(String[] args) throws SQLException, TableException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int rounds = Integer.parseInt(args[2]);
    double[] sums = new double[rounds];
    double[] loads = new double[rounds];
    PyTorch.engine();
    for (int round = 0; round < rounds; round++) {
      sums[round] = sum(args[0]);
      loads[round] = load(args[0], args[1]);
      System.out.printf(
          Locale.ROOT,
          "round %d: sum %.2f s, load %.2f s, ratio %.2f%n",
          round + 1,
          sums[round],
          loads[round],
          loads[round] / sums[round]);
    }
    System.out.printf(
        Locale.ROOT,
        "medians: sum %.2f s, load %.2f s, ratio %.2f%n",
        median(sums),
        median(loads),
        median(loads) / median(sums));
  }

  private static double sum(String file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      long start = System.nanoTime();
      String path = file.replace("'", "''");
      try (ResultSet rows =
          statement.executeQuery("SELECT sum(COLUMNS(*)) FROM read_csv('" + path + "')")) {
        rows.next();
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static double load(String file, String label) throws TableException {
    Settings settings = Settings.defaults().with(Settings.SOURCE, file).with(Settings.LABEL, label);
    long start = System.nanoTime();
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {})) {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
