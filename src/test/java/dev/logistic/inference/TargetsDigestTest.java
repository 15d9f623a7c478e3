package dev.logistic.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.data.LabelledData;
import dev.logistic.solver.WholeData;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The digest depends on classes and their order, and not on columns or on blocks of rows. */
class TargetsDigestTest {

  private static String digest(int columns, int[] labels) {
    double[][] rows = new double[labels.length][columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i;
    }
    try (LabelledData data = LabelledData.of(rows, labels);
        WholeData whole = new WholeData(data)) {
      return whole.aggregate(new TargetsDigest(1)).hex();
    }
  }

  /** Blocks of wide rows have fewer of them. */
  @Test
  void itDoesNotDependOnTheNumberOfColumns() {
    int[] labels = new Random(1).ints(3_000, 0, 2).toArray();

    assertThat(digest(1, labels)).isEqualTo(digest(700, labels));
  }

  @Test
  void itDependsOnTheOrder() {
    int[] labels = new Random(1).ints(3_000, 0, 2).toArray();
    int[] swapped = labels.clone();
    int place = 0;
    while (labels[place] == labels[place + 1]) {
      place++;
    }
    swapped[place] = labels[place + 1];
    swapped[place + 1] = labels[place];

    assertThat(digest(1, swapped)).isNotEqualTo(digest(1, labels));
  }
}
