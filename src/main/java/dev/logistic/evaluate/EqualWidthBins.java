package dev.logistic.evaluate;

/**
 * The interval from 0 to 1 cut into equal bins. Bin k includes its lower edge and excludes its
 * upper one, but the last includes 1. Edges are {@code k / (double) count}: the double next to 0.3,
 * not three times 0.1.
 */
record EqualWidthBins(int count) {

  EqualWidthBins {
    if (count < 1) {
      throw new IllegalArgumentException("bins must be at least 1, was " + count);
    }
  }

  double edge(int bin) {
    return bin / (double) count;
  }

  /** The bin that holds the probability. */
  int of(double probability) {
    int bin = Math.min((int) (probability * count), count - 1);
    if (probability < edge(bin)) { // the product was rounded up
      return bin - 1;
    }
    return bin < count - 1 && probability >= edge(bin + 1) ? bin + 1 : bin;
  }
}
