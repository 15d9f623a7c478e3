package dev.logistic.serve;

import java.math.BigDecimal;
import java.util.concurrent.atomic.LongAdder;

/** A histogram of durations, as Prometheus has it. Thread-safe. */
final class Latencies {

  /** Upper bounds of the buckets in seconds; the last bucket has none. */
  private static final double[] BOUNDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanoseconds = new LongAdder();

  Latencies() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void add(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket] * 1e9) {
      bucket++;
    }
    buckets[bucket].increment();
    nanoseconds.add(nanos);
  }

  void write(MetricsText to, String name, String help) {
    to.family(name, "histogram", help);
    long cumulative = 0;
    for (int i = 0; i < buckets.length; i++) {
      cumulative += buckets[i].sum();
      String bound = i < BOUNDS.length ? plain(BOUNDS[i]) : "+Inf";
      to.sample(name + "_bucket", "{le=\"" + bound + "\"}", cumulative);
    }
    to.sample(name + "_sum", "", nanoseconds.sum() / 1e9);
    to.sample(name + "_count", "", cumulative);
  }

  /** 0.0001 for 1.0E-4, and 1 for 1.0. */
  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
