package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The same partitioning of the same rows gives the same bits, whoever computes them when. */
class SameBitsTest {

  @AfterAll
  static void backToTheSharedSession() {
    LocalSpark.session();
  }

  private static List<Double> coefficients(String slots, LogisticClassifier classifier, Rows rows) {
    LogisticClassificationModel model =
        classifier.fit(rows.in(LocalSpark.session("local[" + slots + "]"), 5));
    return DoubleStream.concat(
            Arrays.stream(model.coefficientMatrix().toArray()),
            Arrays.stream(model.interceptVector().toArray()))
        .boxed()
        .toList();
  }

  @Test
  void onOneTwoAndFourTaskSlots() {
    Rows two = Rows.drawn(30_000, 6, 2, 11);
    Rows three = Rows.drawn(10_000, 4, 3, 12);
    Set<List<Double>> found = new HashSet<>();
    Set<List<Double>> foundOfThree = new HashSet<>();
    for (String slots : List.of("1", "2", "4", "2")) {
      found.add(
          coefficients(slots, new LogisticClassifier().setWeightCol("weight").setL1(1e-3), two));
      foundOfThree.add(coefficients(slots, new LogisticClassifier(), three));
    }

    assertThat(found).hasSize(1);
    assertThat(foundOfThree).hasSize(1);
  }
}
