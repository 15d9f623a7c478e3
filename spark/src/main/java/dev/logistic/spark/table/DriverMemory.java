package dev.logistic.spark.table;

import dev.logistic.table.Names;
import dev.logistic.table.TableException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * The memory of the driver for the values that a formula learns from.
 *
 * @param heap in bytes
 * @param results most bytes that a job may send to the driver; 0 for any
 */
record DriverMemory(long heap, long results) {

  private static final String MOST_RESULTS = "spark.driver.maxResultSize";

  /** What each value takes besides itself while a basis is learned: copies, sorted, and counts. */
  private static final int COPIES = 7;

  private static final int MOST_ROWS = Integer.MAX_VALUE - 8; // of an array

  static DriverMemory of(SparkConf conf) {
    return new DriverMemory(
        Runtime.getRuntime().maxMemory(),
        JavaUtils.byteStringAsBytes(conf.get(MOST_RESULTS, "1g")));
  }

  /**
   * Checks that the values fit, before they are computed.
   *
   * @param terms that are learned from their values
   * @throws TableException if they do not
   */
  void require(List<String> terms, long rows) throws TableException {
    if (rows > MOST_ROWS) {
      throw refused(terms, rows, "can be at most %d".formatted(MOST_ROWS), "");
    }
    double sent = (double) Double.BYTES * rows * terms.size();
    if (results > 0 && sent > results) {
      throw refused(
          terms,
          rows,
          "take %.1f GB, more than %s=%d bytes".formatted(sent / 1e9, MOST_RESULTS, results),
          "raise it, or ");
    }
    double held = (double) Double.BYTES * rows * (terms.size() + COPIES);
    if (held > heap) {
      throw refused(
          terms,
          rows,
          "take %.1f GB of the driver's heap, which has %.1f GB".formatted(held / 1e9, heap / 1e9),
          "raise spark.driver.memory, or ");
    }
  }

  private static TableException refused(
      List<String> terms, long rows, String reason, String remedy) {
    return new TableException(
        "data.terms: %s learned on the driver from the values in %d rows, and these %s; %suse functions that learn nothing, as bin(x, breaks = ...), poly(x, 2, raw = TRUE) or I(x^2)"
            .formatted(
                Names.listed(terms) + (terms.size() == 1 ? " is" : " are"), rows, reason, remedy));
  }
}
