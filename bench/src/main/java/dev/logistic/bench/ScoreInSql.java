package dev.logistic.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.train.LogisticRegression;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Rows per second that DuckDB scores with an exported query: a table of doubles in memory, two
 * threads, the mean probability and the number of positive predictions; next to the mean of all
 * columns, which only reads the table. Medians.
 *
 * <pre>mvn -q install -DskipTests
 * mvn -q -f bench/pom.xml compile exec:java -Dbench.class=dev.logistic.bench.ScoreInSql</pre>
 */
public final class ScoreInSql {

  private ScoreInSql() {}

  /** Arguments: the numbers of rows, of columns and of rounds; 1,000,000, 28 and 11 if none. */
  public static void main(String[] args) throws SQLException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int columns = args.length > 1 ? Integer.parseInt(args[1]) : 28;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 11;
    try (LogisticModel model = model(columns);
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute(table(rows, columns));
      String query = ExportFormat.sql(model, "duckdb", "rows", List.of(), List.of());
      String scoring =
          "SELECT avg(probability), count(*) FILTER (prediction = '1') FROM (" + query + ")";
      double[] scored = new double[rounds];
      double[] read = new double[rounds];
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      double[] cpu = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        read[round] = seconds(statement, "SELECT avg(COLUMNS(*)) FROM rows");
        long before = system.getProcessCpuTime();
        scored[round] = seconds(statement, scoring);
        cpu[round] = (system.getProcessCpuTime() - before) / 1e9;
      }
      System.out.printf(
          Locale.ROOT,
          "%,d x %d, query of %,d bytes: scored in %.3f s, %,.0f rows/s, CPU time %.3f s; read in %.3f s%n",
          rows,
          columns,
          query.length(),
          median(scored),
          rows / median(scored),
          median(cpu),
          median(read));
    }
  }

  /** A model of columns x0, x1, ... of standard normal numbers. */
  private static LogisticModel model(int columns) {
    Random random = new Random(7);
    double[][] x = new double[1_000][columns];
    int[] y = new int[x.length];
    for (int row = 0; row < x.length; row++) {
      Arrays.setAll(x[row], column -> random.nextGaussian());
      y[row] = x[row][0] + random.nextGaussian() > 0 ? 1 : 0;
    }
    return LogisticRegression.fit(x, y);
  }

  private static String table(int rows, int columns) {
    StringBuilder select = new StringBuilder("CREATE TABLE rows AS SELECT ");
    for (int column = 0; column < columns; column++) {
      select.append(
          "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS x%d, ".formatted(column));
    }
    return select.append("FROM range(%d)".formatted(rows)).toString();
  }

  private static double seconds(Statement statement, String sql) throws SQLException {
    long start = System.nanoTime();
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
