package dev.logistic.table;

import dev.logistic.schema.DateTerm;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The order in time of dates and timestamps. */
final class Instants {

  /** What {@link #seconds} reads, for messages. */
  static final String EXPECTED =
      "a date such as 2026-03-31, a timestamp such as 2026-03-31 12:30:00, or a number";

  private static final int DECIMALS = 9;

  private Instants() {}

  /** The seconds since 1970-01-01 in UTC, exactly; empty for anything else than a date. */
  static Optional<BigDecimal> seconds(String text) {
    OffsetDateTime read = DateTerm.read(text);
    return read == null
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(read.toEpochSecond())
                .add(BigDecimal.valueOf(read.getNano(), DECIMALS)));
  }
}
