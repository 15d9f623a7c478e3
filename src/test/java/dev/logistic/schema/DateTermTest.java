package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of dates in UTC, against those of Python's {@code datetime}. */
class DateTermTest {

  private static @Nullable Integer part(String part, Object date) {
    OffsetDateTime read = DateTerm.read(date);
    return read == null ? null : DateTerm.part(part, read);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29, 2024, 1, 2, 4, 0",
    "1969-12-31 23:59:59, 1969, 4, 12, 3, 23",
    "2026-03-31T23:30:00-05:00, 2026, 2, 4, 3, 4",
    "2026-01-01 00:30:00+02, 2025, 4, 12, 3, 22",
    "2000-01-01T12:00Z, 2000, 1, 1, 6, 12",
    "0001-01-01, 1, 1, 1, 1, 0",
    "2026-10-25 02:30:00.5, 2026, 4, 10, 7, 2",
    "1900-03-01T07:00, 1900, 1, 3, 4, 7",
  })
  void aDateHasItsParts(String date, int year, int quarter, int month, int weekday, int hour) {
    assertThat(List.of("year", "quarter", "month", "weekday", "hour"))
        .extracting(part -> part(part, date))
        .containsExactly(year, quarter, month, weekday, hour);
  }

  @Test
  void valuesOfJavaAreDatesToo() {
    assertThat(part("month", LocalDate.of(2026, 5, 1))).isEqualTo(5);
    assertThat(part("hour", LocalDateTime.of(2026, 5, 1, 13, 0))).isEqualTo(13);
    assertThat(part("hour", Timestamp.valueOf("2026-05-01 13:00:00"))).isEqualTo(13);
    ZonedDateTime summer = ZonedDateTime.of(2026, 7, 1, 0, 30, 0, 0, ZoneId.of("Europe/Zurich"));
    assertThat(part("month", summer)).isEqualTo(6);
    assertThat(part("hour", summer.toInstant())).isEqualTo(22);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-02-30", "31/12/2024", "20241231", "2024", "12:30:00", "x", ""})
  void anythingElseIsNoDate(String text) {
    Term term = new DateTerm("d", "year", new NumberTerm("year(d)"));

    assertThat(part("year", text)).isNull();
    assertThat(term.encode(text, 0, (feature, value) -> {})).isEqualTo(Term.Outcome.REFUSED);
    assertThat(term.encodeNumber(2024, 0, (feature, value) -> {})).isEqualTo(Term.Outcome.REFUSED);
  }

  @Test
  void unknownPartsAreRefused() {
    assertThatThrownBy(() -> new DateTerm("d", "minute", new NumberTerm("minute(d)")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minute");
  }
}
