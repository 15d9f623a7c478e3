package dev.logistic.spark.table;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.table.TableException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Values of a formula that do not fit on the driver are refused before they are computed. */
class DriverMemoryTest {

  private static final List<String> TERMS = List.of("ns(x, 4)", "poly(z, 2)");

  @Test
  void valuesThatFitArePermitted() {
    assertThatCode(() -> new DriverMemory(72_000, 16_000).require(TERMS, 1000))
        .doesNotThrowAnyException();
    assertThatCode(() -> new DriverMemory(72_000, 0).require(TERMS, 1000))
        .as("0 is no limit")
        .doesNotThrowAnyException();
  }

  @Test
  void aHeapThatIsTooSmallIsNamed() {
    assertThatThrownBy(() -> new DriverMemory(72_000_000_000L, 0).require(TERMS, 1_000_000_001L))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "data.terms: ns(x, 4), poly(z, 2) are learned on the driver from the values in 1000000001 rows, and these take 72.0 GB of the driver's heap, which has 72.0 GB; raise spark.driver.memory, or use functions that learn nothing, as bin(x, breaks = ...), poly(x, 2, raw = TRUE) or I(x^2)");
  }

  @Test
  void aLimitOfResultsIsNamed() {
    SparkConf conf = new SparkConf(false).set("spark.driver.maxResultSize", "1k");

    assertThatThrownBy(() -> DriverMemory.of(conf).require(List.of("ns(x, 4)"), 129))
        .hasMessageContaining(
            "ns(x, 4) is learned", "spark.driver.maxResultSize=1024 bytes; raise it");
  }

  @Test
  void moreRowsThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(
            () -> new DriverMemory(Long.MAX_VALUE, 0).require(List.of("ns(x, 4)"), 1L << 31))
        .hasMessageContaining("can be at most 2147483639");
  }
}
