package dev.logistic.spark.table;

import dev.logistic.config.Settings;
import dev.logistic.table.Column;
import dev.logistic.table.Columns;
import dev.logistic.table.HeaderNames;
import dev.logistic.table.TableException;
import dev.logistic.text.JdbcAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** A table that Spark reads: files, a table of its catalog, or the result of a query on either. */
final class SparkTable implements Columns {

  /** The view of the source that a query may name, as in the core. */
  private static final String VIEW = "data";

  private final String name;
  private final Dataset<Row> rows;
  private final List<Column> columns;

  private SparkTable(String name, Dataset<Row> rows) {
    this.name = name;
    this.rows = rows;
    this.columns = Arrays.stream(rows.schema().fields()).map(SparkTable::column).toList();
  }

  private static Column column(org.apache.spark.sql.types.StructField field) {
    return new Column(field.name(), kind(field.dataType()), field.dataType().simpleString());
  }

  private static Column.Kind kind(DataType type) {
    if (type instanceof NumericType) {
      return Column.Kind.NUMBER;
    }
    if (type instanceof BooleanType) {
      return Column.Kind.BOOLEAN;
    }
    if (type instanceof StringType) {
      return Column.Kind.TEXT;
    }
    boolean time =
        type instanceof DateType
            || type instanceof TimestampType
            || type instanceof TimestampNTZType
            || type instanceof CalendarIntervalType
            || type instanceof DayTimeIntervalType
            || type instanceof YearMonthIntervalType;
    return time ? Column.Kind.DATE : Column.Kind.OTHER;
  }

  /**
   * Opens what {@code data.source} and {@code data.query} name.
   *
   * @throws TableException if there is no such table or it cannot be read
   * @throws IOException if files cannot be listed
   */
  static SparkTable open(SparkSession session, Settings settings) throws IOException {
    String source = settings.get(Settings.SOURCE);
    if (JdbcAddress.is(source)) {
      throw new TableException(
          "a database is not read here; give Spark a table of its catalog, or train without Spark");
    }
    Dataset<Row> rows = translated(source, () -> load(session, source, settings.get(Settings.NA)));
    String query = settings.get(Settings.QUERY);
    if (query.isEmpty()) {
      return new SparkTable(source, rows);
    }
    rows.createOrReplaceTempView(VIEW);
    return new SparkTable("the query", translated("the query", () -> session.sql(query)));
  }

  private static Dataset<Row> load(SparkSession session, String source, List<String> na)
      throws IOException {
    Optional<TableFormat> format = Optional.empty();
    try {
      format = TableFormat.at(source, session.sparkContext().hadoopConfiguration());
    } catch (IllegalArgumentException e) {
      return session.table(source); // not a path, as a name with a colon
    }
    if (format.isPresent()) {
      List<String> header = format.get().header(session.read(), source);
      HeaderNames.requireDistinct(source, header);
      Dataset<Row> rows = format.get().load(session.read(), source);
      Partitions.requireApart(session, source, format.get(), rows);
      return format.get().detectsTypes() ? new MissingTexts(na).withoutThem(rows) : rows;
    }
    if (!source.contains("/") && session.catalog().tableExists(source)) {
      return session.table(source);
    }
    throw new TableException(source + ": no such file, and no table of that name");
  }

  /** How a table is opened. */
  private interface Opening {
    Dataset<Row> open() throws IOException;
  }

  /** Spark's analysis fails by a checked exception that its methods do not declare. */
  private static Dataset<Row> translated(String name, Opening opening) throws IOException {
    try {
      return opening.open();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof AnalysisException analysis) {
        throw new TableException(name + ": " + analysis.getMessage().strip());
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** In which Spark reads timestamps without an offset, and shows their parts. */
  String timeZone() {
    return rows.sparkSession().conf().get("spark.sql.session.timeZone");
  }

  Dataset<Row> rows() {
    return rows;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }
}
