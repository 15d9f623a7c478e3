package dev.logistic.inference;

import dev.logistic.schema.FeatureSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The values of a column between which classes are separated, in its own units, without the
 * spurious digits of standardization and float32.
 *
 * @param low the greatest value below
 * @param high the least value above
 */
record SeparatingGap(String low, String high) {

  /** Digits of the spread of a column that float32 keeps. */
  private static final int DIGITS = 6;

  /**
   * @param spread of the column's values on the training's scale
   */
  static SeparatingGap of(FeatureSchema schema, ClassRanges.Gap gap, double spread) {
    double low = Scales.raw(schema, gap.column(), gap.low());
    double high = Scales.raw(schema, gap.column(), gap.high());
    double range = Scales.raw(schema, gap.column(), spread) - Scales.raw(schema, gap.column(), 0);
    int scale = DIGITS - 1 - (int) Math.floor(Math.log10(range));
    BigDecimal roundedLow = rounded(low, scale);
    BigDecimal roundedHigh = rounded(high, scale);
    return gap.isComplete() && roundedLow.compareTo(roundedHigh) == 0
        ? new SeparatingGap(Double.toString(low), Double.toString(high))
        : new SeparatingGap(printed(roundedLow), printed(roundedHigh));
  }

  private static BigDecimal rounded(double value, int scale) {
    return new BigDecimal(value).setScale(scale, RoundingMode.HALF_EVEN);
  }

  private static String printed(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
