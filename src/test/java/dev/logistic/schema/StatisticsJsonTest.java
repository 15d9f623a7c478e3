package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statistics in {@code model.json}. */
class StatisticsJsonTest {

  /** JSON has no infinity. */
  @Test
  void infiniteEndsOfIntervalsAreKept() {
    ProfileInterval open = new ProfileInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    ProfileInterval half = new ProfileInterval(-1.5, Double.POSITIVE_INFINITY);
    Statistics statistics =
        Statistics.of(
            new FitStatistics(
                List.of(
                    new CoefficientStatistic("(bias)", 1, 2, Optional.of(open)),
                    new CoefficientStatistic("a", 3, 4, Optional.of(half)),
                    new CoefficientStatistic("b", 5, 6)),
                -7,
                -8,
                9));

    String json = ModelJson.GSON.toJson(StatisticsJson.of(statistics));

    assertThat(StatisticsJson.read(ModelJson.GSON.fromJson(json, StatisticsJson.class), 9))
        .isEqualTo(statistics);
  }
}
