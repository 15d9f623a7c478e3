package dev.logistic.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a date, in UTC: the year, the quarter (1 to 4), the month (1 to 12), the day of the
 * week (1 is Monday, 7 Sunday) or the hour (0 to 23). Immutable. For use within this project.
 *
 * @param part {@code year}, {@code quarter}, {@code month}, {@code weekday} or {@code hour}
 * @param values encodes the part, as a number or by its text as a level
 */
public record DateTerm(String column, String part, Term values) implements Term {

  /** The dates that are read, for messages. */
  public static final String EXPECTED =
      "a date such as 2026-03-31 or a timestamp such as 2026-03-31 12:30:00";

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][ ]")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendPattern("[XXX][X]")
          .optionalEnd()
          .optionalStart()
          .appendLiteral('[')
          .appendZoneRegionId()
          .appendLiteral(']')
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT); // no 30 February

  private static final Map<String, TemporalField> FIELDS =
      Map.of(
          "year", ChronoField.YEAR,
          "quarter", IsoFields.QUARTER_OF_YEAR,
          "month", ChronoField.MONTH_OF_YEAR,
          "weekday", ChronoField.DAY_OF_WEEK,
          "hour", ChronoField.HOUR_OF_DAY);

  /**
   * Checks the part.
   *
   * @throws IllegalArgumentException if it is none
   */
  public DateTerm {
    if (!FIELDS.containsKey(part)) {
      throw new IllegalArgumentException("expected a part of a date, found " + part);
    }
  }

  /**
   * Reads a date or a timestamp by ISO 8601, in which a space may separate date and time. Those
   * without an offset are in UTC, a date alone is its first moment.
   *
   * @param cell a text, or a value that prints as such, as those of {@code java.time} and JDBC do
   * @return the moment in UTC; null for anything else
   */
  public static @Nullable OffsetDateTime read(Object cell) {
    try {
      TemporalAccessor read = FORMAT.parse(cell.toString().strip());
      if (read.isSupported(ChronoField.INSTANT_SECONDS)) {
        return Instant.from(read).atOffset(ZoneOffset.UTC);
      }
      LocalTime time = read.query(TemporalQueries.localTime());
      return OffsetDateTime.of(
          LocalDate.from(read), time == null ? LocalTime.MIDNIGHT : time, ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether a part is a number, and no level. */
  public static boolean isNumber(String part) {
    return part.equals("year");
  }

  /**
   * Returns the part of a date.
   *
   * @param part one of those above
   * @param date in UTC
   */
  public static int part(String part, OffsetDateTime date) {
    return date.get(FIELDS.get(part));
  }

  @Override
  public Term ofValues() {
    return values;
  }

  @Override
  public String type() {
    return values.type();
  }

  @Override
  public boolean readsText() {
    return true;
  }

  @Override
  public String expected() {
    return EXPECTED;
  }

  @Override
  public @Nullable Double fill() {
    return values.fill();
  }

  @Override
  public int width() {
    return values.width();
  }

  @Override
  public String featureName(int feature) {
    return values.featureName(feature);
  }

  @Override
  public List<String> levels() {
    return values.levels();
  }

  /** Refuses it, as no number is a date. */
  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    return Outcome.REFUSED;
  }

  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    OffsetDateTime date = read(cell);
    if (date == null) {
      return Outcome.REFUSED;
    }
    Integer found = part(part, date);
    return values.encode(values.readsText() ? found.toString() : found, from, sink);
  }

  @Override
  public Outcome encodeMissing(int from, Sink sink) {
    return values.encodeMissing(from, sink);
  }
}
