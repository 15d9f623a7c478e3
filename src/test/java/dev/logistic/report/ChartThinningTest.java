package dev.logistic.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ChartThinningTest {

  @Test
  void fewEpochsStayAsTheyAre() {
    List<Epoch> epochs = SampleReports.epochs(800);

    assertThat(ChartThinning.epochs(epochs, 800)).isEqualTo(epochs);
  }

  @Test
  void spikesAndTheBestEpochStay() {
    List<Epoch> epochs = new ArrayList<>();
    for (int number = 0; number < 100_000; number++) {
      double loss = number == 33_333 ? 9 : 1;
      double validation = number == 77_777 ? 0.5 : 1;
      epochs.add(new Epoch(number, loss, OptionalDouble.of(validation)));
    }

    List<Epoch> thinned = ChartThinning.epochs(epochs, 50);

    assertThat(thinned)
        .hasSizeLessThanOrEqualTo(50)
        .isSubsetOf(epochs)
        .contains(epochs.get(0), epochs.get(33_333), epochs.get(77_777), epochs.get(99_999))
        .isSortedAccordingTo((a, b) -> Integer.compare(a.number(), b.number()));
  }

  @Test
  void rowsAreSpreadAndDoNotFollowAPattern() {
    int[] rows = ChartThinning.rows(2_000_000_000, 2_000);

    assertThat(rows).hasSize(2_000).doesNotHaveDuplicates().isSorted();
    assertThat(Arrays.stream(rows).filter(row -> row % 2 == 0).count()).isBetween(900L, 1_100L);
    assertThat(ChartThinning.rows(2_000_000_000, 2_000)).isEqualTo(rows);
    assertThat(ChartThinning.rows(3, 2_000)).containsExactly(0, 1, 2);
  }
}
