package dev.logistic.evaluate;

/**
 * A sum of products, in two doubles. It is exact for whole-number factors whose products have
 * absolute values that sum to less than 2^62, as with counts of rows, and otherwise more accurate
 * than a double by many digits.
 */
final class ProductSum {

  private double high;
  private double low;

  /** The exact sign, and the nearest double, of {@code a * b - c * d}. */
  static double difference(double a, double b, double c, double d) {
    ProductSum sum = new ProductSum();
    sum.add(a, b);
    sum.add(-c, d);
    return sum.value();
  }

  /** Adds {@code a * b}: Knuth's sum, of the product and its rounding error. */
  void add(double a, double b) {
    double product = a * b;
    double lostByProduct = Math.fma(a, b, -product);
    double sum = high + product;
    double added = sum - high;
    double lostBySum = (high - (sum - added)) + (product - added);
    low += lostBySum + lostByProduct;
    high = sum + low;
    low -= high - sum;
  }

  /** The sum, rounded once. */
  double value() {
    return high;
  }
}
