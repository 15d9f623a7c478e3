package dev.logistic.table;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and timestamps by ISO 8601, in which a space may separate date and time. Those
 * without an offset are in UTC, a date alone is its first moment.
 */
final class Instants {

  /** What {@link #seconds} reads, for messages. */
  static final String EXPECTED =
      "a date such as 2026-03-31, a timestamp such as 2026-03-31 12:30:00, or a number";

  private static final int DECIMALS = 9;

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
          .toFormatter(Locale.ROOT);

  private Instants() {}

  /** The seconds since 1970-01-01 in UTC, exactly; empty for anything else than a date. */
  static Optional<BigDecimal> seconds(String text) {
    try {
      TemporalAccessor read = FORMAT.parse(text.strip());
      LocalTime time = read.query(TemporalQueries.localTime());
      ZoneId offset = read.query(TemporalQueries.zone());
      Instant instant =
          LocalDate.from(read)
              .atTime(time == null ? LocalTime.MIDNIGHT : time)
              .atZone(offset(read, offset))
              .toInstant();
      return Optional.of(
          BigDecimal.valueOf(instant.getEpochSecond())
              .add(BigDecimal.valueOf(instant.getNano(), DECIMALS)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ZoneId offset(TemporalAccessor read, @Nullable ZoneId zone) {
    if (read.isSupported(ChronoField.OFFSET_SECONDS)) {
      return ZoneOffset.ofTotalSeconds(read.get(ChronoField.OFFSET_SECONDS));
    }
    return zone == null ? ZoneOffset.UTC : zone;
  }
}
