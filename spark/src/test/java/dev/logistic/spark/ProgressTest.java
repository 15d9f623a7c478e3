package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final String DESCRIPTION = "spark.job.description";

  @Test
  void jobsSayIterationAndLossAndTheCallersDescriptionComesBack() throws Exception {
    SparkContext context = LocalSpark.session().sparkContext();
    List<String> descriptions = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            descriptions.add(start.properties().getProperty(DESCRIPTION));
          }
        };
    context.addSparkListener(listener);
    context.setJobDescription("my own");
    try {
      new LogisticClassifier().fit(Rows.drawn(1_000, 3, 2, 30).in(LocalSpark.session(), 2));
      context.listenerBus().waitUntilEmpty();
      assertThat(context.getLocalProperty(DESCRIPTION)).isEqualTo("my own");
    } finally {
      context.setJobDescription(null);
      context.removeSparkListener(listener);
    }

    assertThat(descriptions.stream().distinct().limit(2))
        .containsExactly(
            "djl-logistic: reading rows into blocks", "djl-logistic: first evaluation");
    assertThat(descriptions)
        .anyMatch(description -> description.matches("djl-logistic: iteration 2, loss 0\\.\\d{4}"));
    assertThat(descriptions.stream().distinct().skip(2))
        .allMatch(
            description -> description.matches("djl-logistic: iteration \\d+, loss 0\\.\\d{4}.*"));
  }
}
