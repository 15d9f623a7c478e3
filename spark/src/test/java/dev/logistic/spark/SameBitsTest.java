package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.model.LogisticModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The same partitioning of the same rows yields the same bits, on any executor at any time. */
class SameBitsTest {

  private final Rows two = Rows.drawn(30_000, 6, 2, 11);
  private final Rows three = Rows.drawn(10_000, 4, 3, 12);
  private final LogisticClassifier ofTwo =
      new LogisticClassifier().setWeightCol("weight").setL1(1e-3);

  @AfterAll
  static void backToTheSharedSession() {
    LocalSpark.session();
  }

  private static List<Double> coefficients(
      SparkSession session, LogisticClassifier classifier, Rows rows) {
    LogisticClassificationModel model = classifier.fit(rows.in(session, 5));
    return DoubleStream.concat(
            Arrays.stream(model.coefficientMatrix().toArray()),
            Arrays.stream(model.interceptVector().toArray()))
        .boxed()
        .toList();
  }

  @Test
  void onOneTwoAndFourTaskSlots() {
    Set<List<Double>> found = new HashSet<>();
    Set<List<Double>> foundOfThree = new HashSet<>();
    for (String slots : List.of("1", "2", "4", "2")) {
      SparkSession session = LocalSpark.session("local[" + slots + "]");
      found.add(coefficients(session, ofTwo, two));
      foundOfThree.add(coefficients(session, new LogisticClassifier(), three));
    }

    assertThat(found).hasSize(1);
    assertThat(foundOfThree).hasSize(1);
  }

  @Test
  void withEitherOfSparksSerializers() throws Exception {
    List<Double> expected = coefficients(LocalSpark.session(), ofTwo, two);
    SparkSession session = LocalSpark.withKryo();

    assertThat(coefficients(session, ofTwo, two)).isEqualTo(expected);
    try (LogisticModel model =
        new LogisticClassifier().setL2(0).fit(two.in(session, 3)).toLogisticModel()) {
      assertThat(model.card().statistics().known()).isPresent();
    }
    assertThat(new LogisticClassifier().setL2(0).fit(three.in(session, 3)).numClasses())
        .isEqualTo(3);
  }
}
