package dev.logistic.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database that runs queries: DuckDB in this process, or PostgreSQL or SQLite where their
 * programs are installed.
 */
abstract class SqlDatabase implements AutoCloseable {

  private static final String NULL = "~";

  /** A row of a result: its number, the probabilities, and the predicted class. */
  record Scored(long id, List<Double> probabilities, @Nullable String prediction) {
    boolean isNull() {
      return prediction == null && probabilities.get(0).isNaN();
    }
  }

  /** Starts one; skips the test where its program is not installed. */
  static SqlDatabase start(String dialect, Path directory) throws Exception {
    return switch (dialect) {
      case "duckdb" -> new DuckDb();
      case "postgresql" -> new PostgreSql();
      case "sqlite" -> new Sqlite(directory);
      default -> throw new IllegalArgumentException(dialect);
    };
  }

  /** Runs statements. */
  abstract void execute(String sql) throws Exception;

  /** The rows of a query, whose cells are texts or {@link #NULL}, with | between them. */
  abstract List<String> lines(String sql) throws Exception;

  /** The name of a type of numbers. */
  String doubleType() {
    return "DOUBLE PRECISION";
  }

  /** An expression of the bytes of a text. */
  String hex(String text) {
    return "hex(%s)".formatted(text);
  }

  /** An expression of a double with all of its digits. */
  String digits(String number) {
    return "CAST(%s AS VARCHAR)".formatted(number);
  }

  @Override
  public void close() throws Exception {}

  /** The rows that an exported query returns, by their column id. */
  List<Scored> scored(String query, List<String> probabilities) throws Exception {
    List<String> cells = new ArrayList<>(List.of("CAST(id AS VARCHAR(9))"));
    for (String name : probabilities) {
      String column = SqlDialect.ANSI.identifier(name);
      cells.add("COALESCE(%s, '%s')".formatted(digits(column), NULL));
    }
    cells.add("COALESCE(%s, '%s')".formatted(hex("prediction"), NULL));
    List<Scored> rows = new ArrayList<>();
    String sql =
        "SELECT %s FROM (%s) AS q ORDER BY id".formatted(String.join(" || '|' || ", cells), query);
    for (String line : lines(sql)) {
      String[] parts = line.split("\\|", -1);
      List<Double> each = new ArrayList<>();
      for (int i = 1; i <= probabilities.size(); i++) {
        each.add(parts[i].equals(NULL) ? Double.NaN : Double.parseDouble(parts[i]));
      }
      String last = parts[parts.length - 1];
      String prediction =
          last.equals(NULL)
              ? null
              : new String(
                  HexFormat.of().parseHex(last.toLowerCase(Locale.ROOT)), StandardCharsets.UTF_8);
      rows.add(new Scored(Long.parseLong(parts[0]), each, prediction));
    }
    return rows;
  }

  private static String run(List<String> command, String input) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread writer =
        new Thread(
            () -> {
              try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                return; // the program ended early, and says why
              }
            });
    writer.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    writer.join();
    if (process.waitFor() != 0) {
      throw new SQLException(output);
    }
    return output;
  }

  private static boolean runs(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final class DuckDb extends SqlDatabase {
    private final Connection connection;

    DuckDb() throws SQLException {
      connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    @Override
    void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    List<String> lines(String sql) throws SQLException {
      List<String> lines = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
      return lines;
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private static final class Sqlite extends SqlDatabase {
    private final String file;

    Sqlite(Path directory) {
      assumeTrue(runs("sqlite3", "--version"), "sqlite3 is not installed");
      assumeTrue(
          runs("sqlite3", ":memory:", "SELECT exp(1), TRUE"),
          "sqlite3 is built without mathematical functions, or older than 3.35");
      this.file = directory.resolve("rows.sqlite").toString();
    }

    @Override
    void execute(String sql) throws Exception {
      run(List.of("sqlite3", "-batch", "-bail", file), sql);
    }

    @Override
    List<String> lines(String sql) throws Exception {
      return run(List.of("sqlite3", "-batch", "-bail", file), sql + "\n;").lines().toList();
    }

    @Override
    String digits(String number) {
      return "CASE WHEN %1$s IS NOT NULL THEN printf('%%!.17g', %1$s) END".formatted(number);
    }

    @Override
    String hex(String text) {
      return "CASE WHEN %1$s IS NOT NULL THEN hex(%1$s) END".formatted(text); // it has '' for NULL
    }
  }

  /** Ends what tests share. */
  static void stopServers() throws Exception {
    PostgreSqlServer.stopped();
  }

  /** A database of the server that all tests share, since it takes seconds to start. */
  private static final class PostgreSql extends SqlDatabase {
    private static int count;

    private final PostgreSqlServer server = PostgreSqlServer.started();
    private final String name = "test" + count++;

    PostgreSql() throws Exception {
      server.psql("postgres", "CREATE DATABASE " + name + " TEMPLATE template0");
    }

    @Override
    void execute(String sql) throws Exception {
      server.psql(name, sql);
    }

    @Override
    List<String> lines(String sql) throws Exception {
      return server.psql(name, sql + "\n;").lines().toList();
    }

    @Override
    String hex(String text) {
      return "encode(convert_to(%s, 'UTF8'), 'hex')".formatted(text);
    }

    @Override
    public void close() throws Exception {
      server.psql("postgres", "DROP DATABASE " + name);
    }
  }

  private static final class PostgreSqlServer {
    private static @Nullable PostgreSqlServer running;

    private final Path directory;
    private final boolean root;

    private PostgreSqlServer() throws Exception {
      assumeTrue(runs("postgres", "--version"), "postgres is not installed or not on the path");
      assumeTrue(runs("initdb", "--version"), "initdb is not installed or not on the path");
      assumeTrue(runs("psql", "--version"), "psql is not installed or not on the path");
      this.root = System.getProperty("user.name").equals("root");
      assumeTrue(
          !root || runs("runuser", "-u", "postgres", "--", "true"),
          "PostgreSQL does not run as root, and there is no user postgres");
      // A socket's address has at most 107 bytes, and the user postgres must reach it.
      this.directory = Files.createTempDirectory("pg");
      if (root) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      try {
        run(
            asUser("initdb", "-D", data(), "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"),
            "");
        run(
            asUser(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                "-c listen_addresses= -c fsync=off -k " + directory,
                "start"),
            "");
      } catch (SQLException e) {
        stop();
        throw e;
      }
    }

    static synchronized PostgreSqlServer started() throws Exception {
      if (running == null) {
        running = new PostgreSqlServer();
      }
      return running;
    }

    static synchronized void stopped() throws Exception {
      if (running != null) {
        running.stop();
        running = null;
      }
    }

    private String data() {
      return directory.resolve("data").toString();
    }

    private List<String> asUser(String... command) {
      List<String> all =
          new ArrayList<>(root ? List.of("runuser", "-u", "postgres", "--") : List.of());
      all.addAll(List.of(command));
      return all;
    }

    String psql(String database, String sql) throws Exception {
      return run(
          List.of(
              "psql",
              "-X",
              "-q",
              "-A",
              "-t",
              "-v",
              "ON_ERROR_STOP=1",
              "-h",
              directory.toString(),
              "-U",
              "test",
              database),
          "SET client_min_messages = warning;\n" + sql);
    }

    private void stop() throws Exception {
      try {
        run(asUser("pg_ctl", "-D", data(), "-m", "immediate", "stop"), "");
      } catch (SQLException e) {
        // it did not start
      }
      run(asUser("rm", "-rf", data()), "");
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
