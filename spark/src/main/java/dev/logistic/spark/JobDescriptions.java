package dev.logistic.spark;

import dev.logistic.train.EpochListener;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a fit in Spark's job descriptions, which its UI displays; restores the
 * previous description when closed. Descriptions belong to the thread.
 */
final class JobDescriptions implements EpochListener, AutoCloseable {

  private static final String DESCRIPTION = "spark.job.description";

  private final SparkContext context;
  private final @Nullable String before;

  JobDescriptions(SparkContext context) {
    this.context = context;
    this.before = context.getLocalProperty(DESCRIPTION);
    describe("reading rows into blocks");
  }

  /** Sets the description of the following jobs. */
  void describe(String doing) {
    context.setLocalProperty(DESCRIPTION, "djl-logistic: " + doing);
  }

  @Override
  public void epochEnded(Epoch epoch) {
    describe(
        String.format(Locale.ROOT, "iteration %d, loss %.4f", epoch.number() + 1, epoch.loss()));
  }

  @Override
  public void close() {
    context.setLocalProperty(DESCRIPTION, before);
  }
}
