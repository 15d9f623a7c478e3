package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalSparkTest {

  @Test
  void sparkRunsInThisProcess() {
    assertThat(LocalSpark.session().range(100).count()).isEqualTo(100);
  }
}
