package dev.logistic.spark.table;

import dev.logistic.schema.DateTerm;
import dev.logistic.table.RemoteFormula;
import dev.logistic.table.TableException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Computes parts of dates in UTC, as {@link DateTerm} has them. */
final class DateParts {

  private static final String ZONED = "timestamp";
  private static final List<String> TYPES = List.of("date", ZONED, "timestamp_ntz");

  private DateParts() {}

  /**
   * Returns a part of dates, a number or the text of a level.
   *
   * @param cells of the dates
   * @param name of the part in the formula
   * @param timeZone of Spark's session
   * @throws TableException if they are no dates, or timestamps that Spark does not read in UTC
   */
  static Column of(Column cells, String name, RemoteFormula.DatePart part, String timeZone)
      throws TableException {
    String type = part.whole().sqlType();
    if (!TYPES.contains(type)) {
      throw new TableException(
          "data.terms: \"%s\" needs dates on Spark, and column \"%s\" is of type %s; make it a date in SQL with data.query, as in to_date(%s)"
              .formatted(name, part.whole().name(), type, part.whole().name()));
    }
    if (type.equals(ZONED) && !ZoneId.of(timeZone).normalized().equals(ZoneOffset.UTC)) {
      throw new TableException(
          "data.terms: \"%s\" is a part of timestamps in UTC, and Spark reads column \"%s\" in the time zone %s; set spark.sql.session.timeZone=UTC"
              .formatted(name, part.whole().name(), timeZone));
    }
    Column moment = cells.cast(DataTypes.TimestampNTZType);
    Column number =
        switch (part.part()) {
          case "year" -> functions.year(moment);
          case "quarter" -> functions.quarter(moment);
          case "month" -> functions.month(moment);
          case "weekday" -> functions.weekday(moment).plus(1); // Monday is 0 there
          case "hour" -> functions.hour(moment);
          default -> throw new IllegalArgumentException("expected a part, found " + part.part());
        };
    return DateTerm.isNumber(part.part()) ? number : number.cast(DataTypes.StringType);
  }
}
