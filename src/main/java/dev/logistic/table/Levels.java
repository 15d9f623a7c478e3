package dev.logistic.table;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;

/** The levels of a column, as texts. */
final class Levels {

  private Levels() {}

  /** Numbers by their value where all are numbers, else texts in natural order. */
  static Comparator<String> order(Collection<String> levels) {
    boolean numbers = levels.stream().allMatch(level -> Numbers.isNumber(level.strip()));
    return numbers
        ? Comparator.comparing(Numbers::exact).thenComparing(Comparator.naturalOrder())
        : Comparator.naturalOrder();
  }

  /** The text of a cell whose type is a number or a boolean: 1 for 1.0, and true. */
  static String plain(String cell) {
    if (!Numbers.isNumber(cell)) {
      return cell; // a boolean, or no finite number
    }
    BigDecimal number = new BigDecimal(cell);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
