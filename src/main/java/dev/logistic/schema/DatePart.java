package dev.logistic.schema;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a date in UTC, as a number: the year, the quarter (1 to 4), the month (1 to 12), the
 * day of the week (1 is Monday, 7 Sunday) or the hour (0 to 23). Its argument is what {@link Dates}
 * returns. For use within this project.
 */
public final class DatePart implements Basis {

  /** The parts; their names in small letters are the functions of a formula. */
  public enum Part {
    /** Year. */
    YEAR(ChronoField.YEAR),
    /** Quarter, 1 to 4. */
    QUARTER(IsoFields.QUARTER_OF_YEAR),
    /** Month, 1 to 12. */
    MONTH(ChronoField.MONTH_OF_YEAR),
    /** Day of the week, 1 (Monday) to 7 (Sunday). */
    WEEKDAY(ChronoField.DAY_OF_WEEK),
    /** Hour, 0 to 23. */
    HOUR(ChronoField.HOUR_OF_DAY);

    private final transient TemporalField field;

    Part(TemporalField field) {
      this.field = field;
    }
  }

  private static final long serialVersionUID = 1;

  private final Part part;

  /** Creates a basis. */
  public DatePart(Part part) {
    this.part = part;
  }

  static DatePart of(String type) {
    for (Part part : Part.values()) {
      if (type.equals(name(part))) {
        return new DatePart(part);
      }
    }
    throw new IllegalArgumentException("unknown kind of basis \"" + type + "\"");
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String type() {
    return name(part);
  }

  @Override
  public int width() {
    return 1;
  }

  /** Writes NaN for a moment beyond the years that {@code java.time} knows. */
  @Override
  public void evaluate(double x, double[] out, int from) {
    double seconds = Math.floor(x);
    boolean exists =
        seconds >= OffsetDateTime.MIN.toEpochSecond()
            && seconds <= OffsetDateTime.MAX.toEpochSecond();
    out[from] =
        exists
            ? Instant.ofEpochSecond((long) seconds).atOffset(ZoneOffset.UTC).get(part.field)
            : Double.NaN;
  }

  @Override
  public Map<String, List<Double>> numbers() {
    return Map.of();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return BasisNumbers.same(this, other);
  }

  @Override
  public int hashCode() {
    return BasisNumbers.hash(this);
  }

  @Override
  public String toString() {
    return BasisNumbers.text(this);
  }
}
