package dev.logistic.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.OptionalDouble;

/**
 * Reads dates and timestamps as seconds since 1970-01-01T00:00 in UTC. Those without a time zone
 * are taken to be in UTC. For use within this project.
 */
public final class Dates {

  /** What {@link #seconds} reads, for messages. */
  public static final String EXPECTED =
      "a date such as 2024-03-31 or a timestamp such as 2024-03-31T12:30:00Z";

  private static final int DATE_LENGTH = "2024-03-31".length();
  private static final double NANOS = 1e9;

  private Dates() {}

  /**
   * Reads a value of {@code java.time} or JDBC, or a text by ISO 8601, in which a space may
   * separate date and time.
   *
   * @return empty for anything else
   */
  @SuppressWarnings("JavaUtilDate") // what JDBC returns
  public static OptionalDouble seconds(Object cell) {
    if (cell instanceof CharSequence text) {
      return parse(text.toString().strip());
    }
    if (cell instanceof LocalDate date) {
      return of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }
    if (cell instanceof LocalDateTime time) {
      return of(time.toInstant(ZoneOffset.UTC));
    }
    if (cell instanceof OffsetDateTime time) {
      return of(time.toInstant());
    }
    if (cell instanceof ZonedDateTime time) {
      return of(time.toInstant());
    }
    if (cell instanceof Instant instant) {
      return of(instant);
    }
    if (cell instanceof Date date) {
      // those of JDBC have no time zone: what the database holds is what they print
      return date.getClass() == Date.class
          ? of(Instant.ofEpochMilli(date.getTime()))
          : parse(date.toString());
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble parse(String text) {
    try {
      if (text.length() == DATE_LENGTH) {
        return seconds(LocalDate.parse(text));
      }
      if (text.length() < DATE_LENGTH || text.indexOf('-') < 0) {
        return OptionalDouble.empty();
      }
      String iso =
          text.charAt(DATE_LENGTH) == ' '
              ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
              : text;
      boolean hasZone =
          iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > DATE_LENGTH;
      return hasZone ? seconds(OffsetDateTime.parse(iso)) : seconds(LocalDateTime.parse(iso));
    } catch (DateTimeException e) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble of(Instant instant) {
    return OptionalDouble.of(instant.getEpochSecond() + instant.getNano() / NANOS);
  }
}
