package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

  /** Seconds as {@code date -u -d ... +%s} prints them. */
  @ParameterizedTest
  @CsvSource({
    "2024-02-29, 1709164800",
    "1970-01-01, 0",
    "1969-12-31T23:59:59.5, -0.5",
    "2024-02-29T13:45, 1709214300",
    "2024-02-29 13:45:30, 1709214330",
    "2024-02-29 13:45:30.25, 1709214330.25",
    "2024-02-29T13:45:30Z, 1709214330",
    "2024-02-29T13:45:30+02:00, 1709207130",
    "2024-02-29T13:45:30-05:30, 1709234130",
    "' 2024-02-29 ', 1709164800"
  })
  void textsAreReadInUtc(String text, double seconds) {
    assertThat(Dates.seconds(text)).hasValue(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2023-02-29",
        "2024-13-01",
        "29.02.2024",
        "2024-02-29T25:00",
        "20240229",
        "1709164800",
        "2024-02-29 ",
        "2024-02-29T",
        "2024-02-29  13:45",
        "2024/02/29"
      })
  void otherTextsAreNoDates(String text) {
    assertThat(Dates.seconds(text.endsWith(" ") ? text + "x" : text)).isEmpty();
  }

  @Test
  void valuesOfJavaAndOfDatabasesAreRead() {
    Instant instant = Instant.parse("2024-02-29T13:45:30Z");
    assertThat(Dates.seconds(instant)).hasValue(1709214330);
    assertThat(Dates.seconds(Date.from(instant))).hasValue(1709214330);
    assertThat(Dates.seconds(LocalDate.of(2024, 2, 29))).hasValue(1709164800);
    assertThat(Dates.seconds(LocalDateTime.of(2024, 2, 29, 13, 45, 30))).hasValue(1709214330);
    assertThat(Dates.seconds(OffsetDateTime.parse("2024-02-29T13:45:30+02:00")))
        .hasValue(1709207130);
    assertThat(Dates.seconds(ZonedDateTime.ofInstant(instant, ZoneId.of("Asia/Tokyo"))))
        .hasValue(1709214330);
    assertThat(Dates.seconds(java.sql.Date.valueOf("2024-02-29"))).hasValue(1709164800);
    assertThat(Dates.seconds(Timestamp.valueOf("2024-02-29 13:45:30.25"))).hasValue(1709214330.25);
    assertThat(Dates.seconds(3)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T13:45:30, 2024, 1, 2, 4, 13",
    "2023-12-31T23:59:59.999, 2023, 4, 12, 7, 23",
    "1969-07-20T20:17:40, 1969, 3, 7, 7, 20",
    "1969-12-31T23:59:59.5, 1969, 4, 12, 3, 23",
    "2024-04-01, 2024, 2, 4, 1, 0"
  })
  void partsAreNumbers(String text, int year, int quarter, int month, int weekday, int hour) {
    double seconds = Dates.seconds(text).orElseThrow();
    double[] parts = new double[5];
    int place = 0;
    for (DatePart.Part part : DatePart.Part.values()) {
      new DatePart(part).evaluate(seconds, parts, place++);
    }
    assertThat(parts).containsExactly(year, quarter, month, weekday, hour);
  }

  @Test
  void aMomentBeyondAllYearsHasNoParts() {
    double[] part = new double[1];
    new DatePart(DatePart.Part.YEAR).evaluate(1e300, part, 0);
    assertThat(part[0]).isNaN();
  }
}
