package dev.logistic.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.schema.FeatureColumn;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class InputColumnTest {

  /** A cell that is a number reads as the text of its level, also where only merged levels are. */
  @Test
  void mergedLevelsMayBeGivenAsNumbers() {
    InputColumn column =
        new InputColumn(
            new FeatureColumn(
                "z",
                FeatureColumn.Type.TEXT,
                List.of("a", "b"),
                List.of("10"),
                OptionalDouble.empty()));
    double[] features = new double[2];

    column.encode(Map.of("z", 10.0), features, 0);
    column.encode(Map.of("z", "b"), features, 1);

    assertThat(features).containsExactly(0, 1);
  }
}
